import type { Tokens } from "./client.js";
import { failure, problemsIn, TesseraError } from "./errors.js";

/** The copy is made while it is asked for, and waits for others'. */
const TIMEOUT_MS = 90_000;
const NAME = "my-data.zip";

export interface MemberExport {
  /** For operators: the member. Members get their own. */
  readonly memberId?: string;
  /** For operators: why, 4 to 500 characters. The audit log keeps it. */
  readonly reason?: string;
  readonly language: "zh" | "en";
  readonly token: Tokens;
  /** The gateway's origin; "" for that of the page. */
  readonly origin?: string;
  /** For tests. */
  readonly fetch?: typeof fetch;
}

/** All that is kept of a member, as a zip with an index.html to begin with. Throws TesseraError. */
export async function memberExport(asked: MemberExport): Promise<{ readonly name: string; readonly content: Blob }> {
  const { memberId, reason, language, token, origin = "" } = asked;
  const ask = (bearer: string) =>
    (asked.fetch ?? fetch)(`${origin}/export?lang=${language}`, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: JSON.stringify({ ...(memberId && { memberId }), ...(reason && { reason }) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  try {
    const first = await token();
    let response = await ask(first);
    if (response.status === 401) response = await ask(await token(first));
    if (response.ok) return { name: NAME, content: await response.blob() };
    const told = (await response.json().catch(() => ({}))) as { errors?: unknown };
    const [problem, ...others] = problemsIn(told.errors);
    throw problem ? new TesseraError([problem, ...others]) : failure("ANSWER_INVALID", `status ${response.status}`);
  } catch (error) {
    if (error instanceof TesseraError) throw error;
    throw failure("NETWORK_FAILED", "no answer", error);
  }
}
