import { createClient, type Client as Sockets } from "graphql-ws";

import { backoff } from "./backoff.js";
import type { Given, Tokens } from "./client.js";
import { named, type Document, type Naming } from "./documents.js";
import { failure, problemsIn, TesseraError } from "./errors.js";
import { Followed, type Listener } from "./followed.js";

const BACKOFF_MS = 500;
const BACKOFF_MS_MAX = 30_000;
const PING_EVERY_MS = 10_000;
const SILENCE_MS_MAX = 10_000;
const REJECTIONS_MAX = 2; // the second time, the token was new
const REJECTED = new Set([4401, 4403]);

export interface ChangesOptions {
  /** Of GraphQL, such as ws://127.0.0.1:8000/graphql. */
  readonly url: string;
  readonly token: Tokens;
  readonly language?: "zh" | "en";
  /** `text` unless told. */
  readonly documents?: Naming;
  /** A WebSocket class, where there is no global one: `ws` on Node before 22, `socketsOf(wx)`. */
  readonly webSocket?: unknown;
}

/** Follows changes over graphql-transport-ws, all on one socket, which is open while one is followed. */
export class Changes {
  private readonly sockets: Sockets;
  private readonly naming: Naming | undefined;
  private readonly followed = new Set<Followed<never>>();
  private token = "";
  private refused: string | undefined;
  private rejections = 0;
  private closed = false;
  private silence: ReturnType<typeof setTimeout> | undefined;

  constructor({ url, token, language, documents, webSocket }: ChangesOptions) {
    this.naming = documents;
    this.sockets = createClient({
      url,
      webSocketImpl: webSocket,
      connectionParams: async () => {
        this.token = await token(this.refused);
        return { authorization: `Bearer ${this.token}`, language: language ?? "zh" };
      },
      connectionAckWaitTimeout: SILENCE_MS_MAX,
      keepAlive: PING_EVERY_MS,
      retryAttempts: Infinity, // for as long as anybody follows
      retryWait: (attempt) => backoff(attempt, BACKOFF_MS, BACKOFF_MS_MAX),
      shouldRetry: () => this.rejections < REJECTIONS_MAX,
      on: {
        connected: (_socket, _payload, again) => {
          this.rejections = 0;
          this.refused = undefined;
          if (again) for (const each of this.followed) each.again();
        },
        closed: (event) => {
          clearTimeout(this.silence);
          if (!REJECTED.has((event as { code?: number }).code ?? 0)) return;
          this.rejections++;
          this.refused = this.token;
        },
        ping: (received) => {
          if (received) return;
          this.silence = setTimeout(() => this.sockets.terminate(), SILENCE_MS_MAX);
        },
        pong: () => clearTimeout(this.silence),
      },
    });
  }

  /**
   * Follow until the function returned is called. What ends and passes begins again by itself, behind
   * the last message where the document takes `$resumeAfter`.
   */
  listen<Data, V>(
    document: Document<Data, V>,
    listener: Listener<Data>,
    ...[variables]: Given<V>
  ): () => void {
    const followed = new Followed(listener);
    // graphql-ws sends this as it is by then, also when it connects again.
    const sent = {
      query: named(document, this.naming),
      get variables() {
        return { ...variables, ...(followed.place && { resumeAfter: followed.place }) };
      },
    };
    let stopped = false;
    let stop = () => {};

    const begin = () => {
      stop = this.sockets.subscribe<Data>(sent, {
        next: ({ data }) => followed.told(data),
        error: (cause) => void again(errorOf(cause)),
        complete: () => void again(failure("NETWORK_FAILED", "the gateway ended it")),
      });
    };
    const again = async (error: TesseraError) => {
      if (stopped || this.closed) return;
      const expired = error.code === "UNAUTHENTICATED";
      if (expired && this.rejections < REJECTIONS_MAX) this.renew();
      else if (expired) return end(error);
      if (!(await followed.endures(error))) return void this.followed.delete(followed as never);
      if (stopped || this.closed) return;
      begin();
      followed.again();
    };
    const end = (error: TesseraError) => {
      this.followed.delete(followed as never);
      listener.ended?.(error);
    };

    this.followed.add(followed as never);
    begin();
    return () => {
      stopped = true;
      this.followed.delete(followed as never);
      stop();
    };
  }

  /** Close the socket, and with it all that is followed. */
  async close(): Promise<void> {
    this.closed = true;
    await this.sockets.dispose();
  }

  /** The socket is the token's: a new one takes both. */
  private renew(): void {
    this.refused = this.token;
    this.sockets.terminate();
  }
}

/** What ended a subscription: errors of GraphQL, the socket's close event, or anything else. */
function errorOf(cause: unknown): TesseraError {
  const [first, ...others] = problemsIn(cause);
  if (first) return new TesseraError([first, ...others]);
  if (REJECTED.has((cause as { code?: number } | undefined)?.code ?? 0)) {
    const message = "the gateway does not take the token";
    return new TesseraError([{ code: "UNAUTHENTICATED", message, path: [] }], { cause });
  }
  return failure("NETWORK_FAILED", "the socket is gone", cause);
}
