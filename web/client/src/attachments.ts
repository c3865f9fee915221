import type { Client } from "./client.js";
import { failure, refusal, TesseraError } from "./errors.js";
import { RequestUploadDocument } from "./generated/screens.js";
import { requestId } from "./ids.js";

const PUTS_MAX = 3;
const PUT_TIMEOUT_MS = 60_000;
const SENT = 200;
const ALREADY_THERE = 412;

/** An object on its way to the store. */
export interface Parcel {
  readonly url: string;
  readonly method: "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ArrayBuffer;
  readonly timeoutMs: number;
}

/** Sends one to the store and tells the status. Rejects when there was no answer in time. */
export type Put = (parcel: Parcel) => Promise<number>;

/** By `fetch`: browsers, apps, Node. */
export const putByFetch: Put = async ({ timeoutMs, url, ...parcel }) =>
  (await fetch(url, { ...parcel, signal: AbortSignal.timeout(timeoutMs) })).status;

/**
 * Send a picture, a video, a voice message or a PDF, past the gateway; its reference, good for a week,
 * for `attachments` of `submitFeedback`.
 *
 * Throws TesseraError: INVALID_ARGUMENT for a type or a size that is not taken.
 */
export async function attach(
  client: Client,
  body: ArrayBuffer,
  contentType: string,
  put: Put = putByFetch,
): Promise<string> {
  const input = { requestId: requestId("upload"), contentType, sizeBytes: body.byteLength };
  const { requestUpload } = (await client.send(RequestUploadDocument, { input })).data;
  const refused = refusal(requestUpload);
  if (refused) {
    throw new TesseraError([{ code: refused.code, message: refused.message.en, path: ["requestUpload"] }]);
  }
  const upload = requestUpload?.upload;
  if (!upload) throw failure("ANSWER_INVALID", "no place for an upload");
  const headers = Object.fromEntries(upload.headers.map(({ name, value }) => [name, value]));
  const parcel = { url: upload.url, method: "PUT", headers, body, timeoutMs: PUT_TIMEOUT_MS } as const;
  for (let tries = 1; ; tries++) {
    const sent = await put(parcel).catch((cause: unknown) => cause);
    // The store takes a file once: after a lost answer it says that the file is there.
    if (sent === SENT || (tries > 1 && sent === ALREADY_THERE)) return upload.attachment;
    if (tries === PUTS_MAX || typeof sent === "number") {
      throw failure("NETWORK_FAILED", `the store answers ${String(sent)}`);
    }
  }
}
