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
  const { kind, name, reason, requestId, content, language } = upload;
  const query = new URLSearchParams({ lang: language, kind, name, reason, requestId });
  const response = await answered(upload, `/bulk-files?${query}`, { method: "POST", body: content });
  const { fileId } = (await response.json()) as { fileId?: unknown };
  if (typeof fileId !== "string") throw failure("ANSWER_INVALID", "no file id");
  return fileId;
}

export interface MemberUpload extends Asking {
  readonly content: Blob;
  readonly name: string;
  readonly requestId: string;
}

/** Uploads a file of members, which is checked and not yet carried out; its id. Throws TesseraError. */
export async function uploadMemberFile(upload: MemberUpload): Promise<string> {
  const { name, requestId, content, language } = upload;
  const query = new URLSearchParams({ lang: language, name, requestId });
  const response = await answered(upload, `/member-files?${query}`, { method: "POST", body: content });
  const { fileId } = (await response.json()) as { fileId?: unknown };
  if (typeof fileId !== "string") throw failure("ANSWER_INVALID", "no file id");
  return fileId;
}

/** What became of each row of a member file so far, as CSV. Throws TesseraError. */
export async function memberResultsFile(asked: Asking & { readonly fileId: string }): Promise<{ readonly name: string; readonly content: Blob }> {
  const name = `${asked.fileId}.csv`;
  const response = await answered(asked, `/member-files/${name}?lang=${asked.language}`, {});
  return { name, content: await response.blob() };
}

/** Every row of a bulk file with what became of it, as CSV. Throws TesseraError. */
export async function bulkRowsFile(asked: Asking & { readonly fileId: string }): Promise<{ readonly name: string; readonly content: Blob }> {
  const name = `${asked.fileId}.csv`;
  const response = await answered(asked, `/bulk-files/${name}?lang=${asked.language}`, {});
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
