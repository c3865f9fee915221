import type { Tokens } from "./client.js";
import { failure, problemsIn, TesseraError } from "./errors.js";

/** A file of 20,000 rows is checked against its members, which takes seconds. */
const TIMEOUT_MS = 60_000;

interface Asking {
  readonly language: "zh" | "en";
  readonly token: Tokens;
  /** The gateway's origin; "" for that of the page. */
  readonly origin?: string;
  /** For tests. */
  readonly fetch?: typeof fetch;
}

export interface BulkUpload extends Asking {
  readonly kind: "ADJUSTMENTS" | "COUPONS";
  readonly content: Blob;
  readonly name: string;
  /** 4 to 200 characters; the audit log keeps it. */
  readonly reason: string;
  readonly requestId: string;
}

/** Uploads a bulk file, which is checked and not yet carried out; its id. Throws TesseraError. */
export async function uploadBulkFile(upload: BulkUpload): Promise<string> {
  const { kind, name, reason, requestId } = upload;
  return sent(upload, "/bulk-files", { kind, name, reason, requestId });
}

export interface MemberUpload extends Asking {
  readonly content: Blob;
  readonly name: string;
  readonly requestId: string;
}

/** Uploads a file of members, which is checked and not yet carried out; its id. Throws TesseraError. */
export async function uploadMemberFile(upload: MemberUpload): Promise<string> {
  const { name, requestId } = upload;
  return sent(upload, "/member-files", { name, requestId });
}

export interface FeedbackUpload extends Asking {
  readonly content: Blob;
  readonly name: string;
  /** Of rows that name none. */
  readonly channel: string;
  /** "" lets the service find it out. */
  readonly encoding: "" | "utf8" | "gbk";
  readonly requestId: string;
}

/** Uploads a file of feedback, which is checked and not yet taken in; its id. Throws TesseraError. */
export async function uploadFeedbackFile(upload: FeedbackUpload): Promise<string> {
  const { name, channel, encoding, requestId } = upload;
  return sent(upload, "/feedback-files", { name, channel, encoding, requestId });
}

export interface RowsAsked extends Asking {
  readonly fileId: string;
}

export interface Rows {
  readonly name: string;
  readonly content: Blob;
}

/** What became of each row of a member file so far, as CSV. Throws TesseraError. */
export const memberResultsFile = (asked: RowsAsked): Promise<Rows> => rowsFile(asked, "/member-files");

/** What became of each row of a feedback file so far, as CSV. Throws TesseraError. */
export const feedbackResultsFile = (asked: RowsAsked): Promise<Rows> => rowsFile(asked, "/feedback-files");

/** Every row of a bulk file with what became of it, as CSV. Throws TesseraError. */
export const bulkRowsFile = (asked: RowsAsked): Promise<Rows> => rowsFile(asked, "/bulk-files");

async function sent(upload: Asking & { readonly content: Blob }, path: string, said: Readonly<Record<string, string>>): Promise<string> {
  const query = new URLSearchParams({ lang: upload.language, ...said });
  const response = await answered(upload, `${path}?${query}`, { method: "POST", body: upload.content });
  const { fileId } = (await response.json()) as { fileId?: unknown };
  if (typeof fileId !== "string") throw failure("ANSWER_INVALID", "no file id");
  return fileId;
}

async function rowsFile(asked: RowsAsked, path: string): Promise<Rows> {
  const name = `${asked.fileId}.csv`;
  const response = await answered(asked, `${path}/${name}?lang=${asked.language}`, {});
  return { name, content: await response.blob() };
}

async function answered({ token, origin = "", fetch: own = fetch }: Asking, path: string, init: RequestInit): Promise<Response> {
  const ask = (bearer: string) =>
    own(`${origin}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${bearer}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  try {
    const first = await token();
    let response = await ask(first);
    if (response.status === 401) response = await ask(await token(first));
    if (response.ok) return response;
    const told = (await response.json().catch(() => ({}))) as { errors?: unknown };
    const [problem, ...others] = problemsIn(told.errors);
    throw problem ? new TesseraError([problem, ...others]) : failure("ANSWER_INVALID", `status ${response.status}`);
  } catch (error) {
    if (error instanceof TesseraError) throw error;
    throw failure("NETWORK_FAILED", "no answer", error);
  }
}
