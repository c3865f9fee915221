import type { Tokens } from "./client.js";
import { failure, problemsIn, TesseraError } from "./errors.js";

/** A file waits for others, and one of 5,000 entries takes seconds. */
const TIMEOUT_MS = 30_000;

export interface Statement {
  /** YYYY-MM. */
  readonly month: string;
  readonly form: "pdf" | "json";
  /** For operators: the member. Members get their own. */
  readonly memberId?: string;
  readonly language: "zh" | "en";
  readonly token: Tokens;
  /** The gateway's origin; "" for that of the page. */
  readonly origin?: string;
  /** For tests. */
  readonly fetch?: typeof fetch;
}

export interface StatementFile {
  readonly name: string;
  readonly content: Blob;
}

/** A member's month as a file. The token stands in a header, since addresses are kept in histories. Throws TesseraError. */
export async function statementFile(statement: Statement): Promise<StatementFile> {
  const { month, form, memberId, language, token, origin = "" } = statement;
  const query = new URLSearchParams({ lang: language, ...(memberId && { memberId }) });
  const name = `${month}.${form}`;
  const ask = (bearer: string) =>
    (statement.fetch ?? fetch)(`${origin}/statements/${name}?${query}`, {
      headers: { authorization: `Bearer ${bearer}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  try {
    const first = await token();
    let response = await ask(first);
    if (response.status === 401) response = await ask(await token(first));
    if (response.ok) return { name: `statement-${name}`, content: await response.blob() };
    const told = (await response.json().catch(() => ({}))) as { errors?: unknown };
    const [problem, ...others] = problemsIn(told.errors);
    throw problem ? new TesseraError([problem, ...others]) : failure("ANSWER_INVALID", `status ${response.status}`);
  } catch (error) {
    if (error instanceof TesseraError) throw error;
    throw failure("NETWORK_FAILED", "no answer", error);
  }
}
