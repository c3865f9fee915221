import type { KnownCode } from "./generated/codes.js";

/** Codes of this client, beside the gateway's. */
export type ClientCode =
  /** No answer came, after all attempts. What was asked may be done: send the same request id again. */
  | "NETWORK_FAILED"
  /** What came is no answer of a gateway. */
  | "ANSWER_INVALID";

/** A stable code to decide by. Newer gateways may send others, so a `switch` needs its default. */
export type Code = KnownCode | ClientCode | (string & {});

/** Codes of failures that pass: the same request, with the same request id, may soon succeed. */
const PASSING: ReadonlySet<Code> = new Set<Code>([
  "NETWORK_FAILED",
  "UNAVAILABLE",
  "STORAGE_UNAVAILABLE",
  "SERVICE_UNAVAILABLE",
  "OVERLOADED",
  "DEADLINE_EXCEEDED",
  "RATE_LIMITED",
  "SUBSCRIBER_TOO_SLOW",
  "SUBSCRIPTION_INTERRUPTED",
]);

/** An entry of `errors` in an answer. */
export interface Problem {
  readonly code: Code;
  /** In the language that was asked for; for people, never to decide by. */
  readonly message: string;
  /** The field of the answer that is null because of it, such as `["me", "points"]`. */
  readonly path: readonly (string | number)[];
  /** The field of the input that is at fault. */
  readonly field?: string;
  /** What to quote to the operators. */
  readonly errorId?: string;
  readonly details?: Readonly<Record<string, string>>;
  readonly retryAfterMs?: number;
}

/** Thrown when nothing that was asked for came. */
export class TesseraError extends Error {
  override readonly name = "TesseraError";

  /** `problems` has at least one; the first speaks for all. */
  constructor(
    readonly problems: readonly [Problem, ...Problem[]],
    options?: ErrorOptions,
  ) {
    super(`${problems[0].code}: ${problems[0].message}`, options);
  }

  get code(): Code {
    return this.problems[0].code;
  }

  /** Whether the same may soon succeed. A change goes with the same request id. */
  get passing(): boolean {
    return PASSING.has(this.code);
  }
}

/** An error of this client itself. */
export function failure(code: ClientCode, message: string, cause?: unknown): TesseraError {
  return new TesseraError([{ code, message, path: [] }], { cause });
}

/** Reads `errors` of an answer; what is malformed is left out. */
export function problemsIn(errors: unknown): Problem[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isRecord).map((error) => {
    const told = isRecord(error["extensions"]) ? error["extensions"] : {};
    const { code, field, errorId, details, retryAfter } = told;
    return {
      code: typeof code === "string" ? code : "ANSWER_INVALID",
      message: typeof error["message"] === "string" ? error["message"] : "",
      path: Array.isArray(error["path"]) ? error["path"] : [],
      ...(typeof field === "string" && { field }),
      ...(typeof errorId === "string" && { errorId }),
      ...(isRecord(details) && { details: details as Record<string, string> }),
      ...(typeof retryAfter === "number" && { retryAfterMs: retryAfter * 1000 }),
    };
  });
}

/** Any payload of a mutation. */
interface Payload<Refused> {
  readonly userErrors: readonly Refused[];
}

/**
 * Why a mutation was refused; undefined when it was done. Nothing was changed, and the same wish
 * will not be refused for long only where the reason passes: a new try is a new wish.
 */
export function refusal<Refused>(payload: Payload<Refused> | null): Refused | undefined {
  return payload?.userErrors[0];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
