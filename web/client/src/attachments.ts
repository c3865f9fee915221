import type { Client } from "./client.js";
import { failure, refusal, TesseraError } from "./errors.js";
import { RequestUploadDocument } from "./generated/screens.js";
import { requestId } from "./ids.js";

const PUTS_MAX = 3;
const PUT_TIMEOUT_MS = 60_000;
const SENT = 200;
const ALREADY_THERE = 412;
const LINK_IS_OVER = 403;

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
 * A file on its way to the store, past the gateway. To send it again after a failure goes on with the
 * same place, so that the store has it once, however often the network fails.
 */
export class Attaching {
  private place: Parcel | undefined;
  private attachment = "";
  private wasTried = false;
  private isThere = false;

  constructor(
    private readonly client: Client,
    private readonly body: ArrayBuffer,
    private readonly contentType: string,
    private readonly anonymous = false,
  ) {}

  /**
   * Its reference, good for a week, once the store has it.
   *
   * Throws TesseraError: INVALID_ARGUMENT for a type or a size that is not taken, NETWORK_FAILED for
   * what can be tried again.
   */
  async send(put: Put = putByFetch): Promise<string> {
    if (this.isThere) return this.attachment;
    for (let tries = 1, places = 0; ; tries++) {
      if (!this.place) places++;
      const parcel = (this.place ??= await this.placed());
      const sent = await put(parcel).catch((cause: unknown) => cause);
      // The store takes a file once: after a lost answer it says that the file is there.
      this.isThere = sent === SENT || (this.wasTried && sent === ALREADY_THERE);
      if (this.isThere) return this.attachment;
      this.wasTried = true;
      // A link lives for minutes: a file that is sent later needs another one.
      if (sent === LINK_IS_OVER) this.place = undefined;
      if (sent === LINK_IS_OVER && places === 0) continue;
      if (tries === PUTS_MAX || typeof sent === "number") {
        throw failure("NETWORK_FAILED", `the store answers ${String(sent)}`);
      }
    }
  }

  private async placed(): Promise<Parcel> {
    const { anonymous, body, contentType } = this;
    const input = { requestId: requestId("upload"), contentType, sizeBytes: body.byteLength, anonymous };
    const { requestUpload } = (await this.client.send(RequestUploadDocument, { input })).data;
    const refused = refusal(requestUpload);
    if (refused) {
      throw new TesseraError([{ code: refused.code, message: refused.message.en, path: ["requestUpload"] }]);
    }
    const upload = requestUpload?.upload;
    if (!upload) throw failure("ANSWER_INVALID", "no place for an upload");
    this.attachment = upload.attachment;
    this.wasTried = false;
    const headers = Object.fromEntries(upload.headers.map(({ name, value }) => [name, value]));
    return { url: upload.url, method: "PUT", headers, body, timeoutMs: PUT_TIMEOUT_MS };
  }
}

/**
 * Send a picture, a video, a voice message or a PDF, past the gateway; its reference, good for a week,
 * for `attachments` of `submitFeedback`.
 *
 * Throws TesseraError: INVALID_ARGUMENT for a type or a size that is not taken.
 */
export const attach = (client: Client, body: ArrayBuffer, contentType: string, put: Put = putByFetch): Promise<string> =>
  new Attaching(client, body, contentType).send(put);
