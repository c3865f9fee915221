import type { Given, Tokens } from "./client.js";
import { named, type Document, type Naming } from "./documents.js";
import { failure, isRecord, problemsIn, TesseraError } from "./errors.js";
import { Followed, type Listener } from "./followed.js";

const SILENCE_MS_MAX = 30_000; // the gateway says something every 12 s

export interface EventsOptions {
  /** Of GraphQL, such as http://127.0.0.1:8000/graphql. */
  readonly url: string;
  readonly token: Tokens;
  readonly language?: "zh" | "en";
  /** `text` unless told. */
  readonly documents?: Naming;
}

/**
 * Follows changes as Server-Sent Events, a request for each: where sockets are not let through, and
 * `fetch` can be read while it comes.
 */
export class Events {
  constructor(private readonly options: EventsOptions) {}

  /** As `Changes.listen`; goes on behind the last message by itself. */
  listen<Data, V>(
    document: Document<Data, V>,
    listener: Listener<Data>,
    ...[variables]: Given<V>
  ): () => void {
    const query = named(document, this.options.documents);
    const body = JSON.stringify({ query, variables: variables ?? {} });
    const followed = new Followed(listener);
    const stopping = new AbortController();
    void this.follow(body, followed, stopping.signal);
    return () => stopping.abort();
  }

  private async follow<Data>(body: string, followed: Followed<Data>, stopped: AbortSignal): Promise<void> {
    let refused: string | undefined;
    for (let first = true; !stopped.aborted; first = false) {
      let error: TesseraError;
      let token = "";
      try {
        token = await this.options.token(refused);
        const stream = await this.open(body, token, followed.place, stopped);
        if (!first) followed.again();
        for await (const data of stream) followed.told(data as Data | null);
        error = failure("NETWORK_FAILED", "the stream was cut off");
      } catch (cause) {
        error = cause instanceof TesseraError ? cause : failure("NETWORK_FAILED", "no stream", cause);
      }
      if (stopped.aborted) return;
      refused = error.code === "UNAUTHENTICATED" ? token : undefined;
      if (!(await followed.endures(error))) return;
    }
  }

  private async open(
    body: string,
    token: string,
    place: string | undefined,
    stopped: AbortSignal,
  ): Promise<AsyncGenerator<unknown>> {
    const silence = new Silence();
    const answered = fetch(this.options.url, {
      method: "POST",
      headers: {
        accept: "text/event-stream",
        "accept-language": this.options.language ?? "zh",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        ...(place && { "last-event-id": place }),
      },
      body,
      signal: AbortSignal.any([stopped, silence.signal]),
    });
    const response = await answered.finally(() => silence.over());
    if (response.body && response.headers.get("content-type")?.startsWith("text/event-stream")) {
      return messages(response.body, silence);
    }
    const [first, ...others] = problemsIn(errorsIn(await response.text()));
    if (first) throw new TesseraError([first, ...others]);
    throw failure("NETWORK_FAILED", `status ${response.status}, and no stream`);
  }
}

/** Aborts when nothing is heard for long. */
class Silence {
  private readonly breaking = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.heard();
  }

  get signal(): AbortSignal {
    return this.breaking.signal;
  }

  heard(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.breaking.abort(), SILENCE_MS_MAX);
  }

  over(): void {
    clearTimeout(this.timer);
  }
}

/** The data of each message until `complete`. Throws what a message has to say of errors alone. */
async function* messages(
  body: ReadableStream<Uint8Array>,
  silence: Silence,
): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let text = "";
  silence.heard();
  try {
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      silence.heard();
      text += decoder.decode(piece, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = block.match(/^event: ?(.*)$/m)?.[1];
        if (event === "complete") return;
        if (event !== "next") continue;
        const told = JSON.parse(block.match(/^data: ?(.*)$/m)?.[1] ?? "{}") as Record<string, unknown>;
        const [first, ...others] = problemsIn(told["errors"]);
        if (first && !told["data"]) throw new TesseraError([first, ...others]);
        yield told["data"];
      }
    }
  } finally {
    silence.over();
  }
}

function errorsIn(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value["errors"] : undefined;
  } catch {
    return undefined;
  }
}
