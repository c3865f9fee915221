import { backoff } from "./backoff.js";
import { named, type Document, type Naming } from "./documents.js";
import { failure, isRecord, problemsIn, TesseraError, type Problem } from "./errors.js";
import { Lanes } from "./lanes.js";
import { byFetch, type Reply, type Transport } from "./transport.js";

export const ATTEMPTS_MAX = 3;
export const ATTEMPT_TIMEOUT_MS = 12_000; // the gateway's own deadline is 10 s
const BACKOFF_MS = 200;
const BACKOFF_MS_MAX = 2_000;
const RETRY_BUDGET_MAX = 10;
const RETRY_EARNED = 0.1; // by an answer: with the gateway away, one request in ten is tried again

/** Gives the token; `refused` is one that the gateway took no longer, so that a new one is needed. */
export type Tokens = (refused?: string) => string | Promise<string>;

/** What the client is told once. */
export interface Options {
  /** Of GraphQL, such as http://127.0.0.1:8000/graphql. */
  readonly url: string;
  readonly token: Tokens;
  readonly language?: "zh" | "en";
  /** `text` unless told. */
  readonly documents?: Naming;
  readonly transport?: Transport;
}

/** What came. */
export interface Answer<Data> {
  readonly data: Data;
  /** Why parts of `data` are null: a service that is away costs its fields, not the screen. */
  readonly problems: readonly Problem[];
  /** What it cost of the 5,000 that one request may cost. */
  readonly cost: number | undefined;
}

/** The variables, which may be left out where none is required. */
export type Given<V> = {} extends V ? [variables?: V] : [variables: V];

/** Asks the gateway. One of these serves a whole app. */
export class Client {
  private readonly lanes = new Lanes();
  private readonly transport: Transport;
  private retries = RETRY_BUDGET_MAX;

  constructor(private readonly options: Options) {
    this.transport = options.transport ?? byFetch;
  }

  /**
   * Send a query or a mutation, again when the network fails: what was sent is sent as it was, so the
   * request id in it keeps a change from being made twice. At most ten are under way at once.
   *
   * Throws TesseraError when no field of the answer came.
   */
  async send<Data, V>(
    document: Document<Data, V>,
    ...[variables]: Given<V>
  ): Promise<Answer<Data>> {
    const query = named(document, this.options.documents);
    const body = JSON.stringify({ query, variables: variables ?? {} });
    const token = await this.options.token();
    let answer = await this.answer(body, token);
    if (answer.problems[0]?.code === "UNAUTHENTICATED") {
      answer = await this.answer(body, await this.options.token(token));
    }
    const { data, problems, cost } = answer;
    const [first, ...others] = problems;
    const came = data !== undefined && Object.values(data).some((field) => field !== null);
    if (first && !came) throw new TesseraError([first, ...others]);
    if (data === undefined) throw failure("ANSWER_INVALID", "an answer without data");
    return { data: data as Data, problems, cost };
  }

  private async answer(body: string, token: string): Promise<Parsed> {
    for (let attempt = 1; ; attempt++) {
      let cause: unknown;
      try {
        const reply = await this.lanes.run(() => this.post(body, token));
        const answer = parsed(reply);
        // A proxy says 502 to 504 in its own words when no gateway heard us.
        if (answer || reply.status < 500) {
          this.retries = Math.min(RETRY_BUDGET_MAX, this.retries + RETRY_EARNED);
          if (answer) return answer;
          throw failure("ANSWER_INVALID", `status ${reply.status}, and no GraphQL`);
        }
        cause = new Error(`status ${reply.status}`);
      } catch (error) {
        if (error instanceof TesseraError) throw error;
        cause = error;
      }
      if (attempt === ATTEMPTS_MAX || this.retries < 1) {
        throw failure("NETWORK_FAILED", `no answer in ${attempt} attempts`, cause);
      }
      this.retries--;
      await backoff(attempt, BACKOFF_MS, BACKOFF_MS_MAX);
    }
  }

  private post(body: string, token: string): Promise<Reply> {
    return this.transport({
      url: this.options.url,
      headers: {
        "accept-language": this.options.language ?? "zh",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
      },
      body,
      timeoutMs: ATTEMPT_TIMEOUT_MS,
    });
  }
}

interface Parsed {
  readonly data: Record<string, unknown> | undefined;
  readonly problems: Problem[];
  readonly cost: number | undefined;
}

/** A GraphQL answer, or undefined for anything else. */
function parsed({ body }: Reply): Parsed | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !("data" in value || "errors" in value)) return undefined;
  const extensions = isRecord(value["extensions"]) ? value["extensions"] : {};
  const cost = extensions["cost"];
  return {
    data: isRecord(value["data"]) ? value["data"] : undefined,
    problems: problemsIn(value["errors"]),
    cost: typeof cost === "number" ? cost : undefined,
  };
}
