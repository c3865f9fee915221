import { createClient, type Client as Sockets } from "graphql-ws";

import { backoff } from "./backoff.js";
import type { Given, Tokens } from "./client.js";
import { named, type Naming } from "./documents.js";
import { failure, isRecord, problemsIn, TesseraError } from "./errors.js";
import type { TypedDocumentString } from "./generated/screens.js";

const ATTEMPTS_MAX = 8;
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
  /** `text` unless told. */
  readonly documents?: Naming;
  /** A WebSocket class, where there is no global one: `ws` on Node before 22, `socketsOf(wx)`. */
  readonly webSocket?: unknown;
}

/** Who is told. */
export interface Listener<Data> {
  next(data: Data): void;
  /** Something was not told: ask for the screen again. */
  gap?(): void;
  /** Nothing more will be told. */
  ended?(error: TesseraError): void;
}

/** Follows changes over graphql-transport-ws, all on one socket, which is open while one is followed. */
export class Changes {
  private readonly sockets: Sockets;
  private readonly naming: Naming | undefined;
  private readonly broken = new Set<() => void>();
  private token = "";
  private refused: string | undefined;
  private rejections = 0;
  private closed = false;
  private silence: ReturnType<typeof setTimeout> | undefined;

  constructor({ url, token, documents, webSocket }: ChangesOptions) {
    this.naming = documents;
    this.sockets = createClient({
      url,
      webSocketImpl: webSocket,
      connectionParams: async () => {
        this.token = await token(this.refused);
        return { authorization: `Bearer ${this.token}` };
      },
      connectionAckWaitTimeout: SILENCE_MS_MAX,
      keepAlive: PING_EVERY_MS,
      retryAttempts: ATTEMPTS_MAX,
      retryWait: (attempt) => backoff(attempt, BACKOFF_MS, BACKOFF_MS_MAX),
      shouldRetry: () => this.rejections < REJECTIONS_MAX,
      on: {
        connected: (_socket, _payload, again) => {
          this.rejections = 0;
          this.refused = undefined;
          if (again) for (const tell of this.broken) tell();
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
   * the last change that was told where the document takes `$resumeAfter`.
   */
  listen<Data, V>(
    document: TypedDocumentString<Data, V>,
    listener: Listener<Data>,
    ...[variables]: Given<V>
  ): () => void {
    // graphql-ws sends this as it is by then, also when it connects again.
    const sent = { query: named(document, this.naming), variables: { ...variables } as Variables };
    let stopped = false;
    let failures = 0;
    let stop = () => {};
    const broken = () => {
      if (sent.variables["resumeAfter"] === undefined) listener.gap?.();
    };

    const begin = () => {
      stop = this.sockets.subscribe<Data>(sent, {
        next: ({ data }) => {
          failures = 0;
          if (!data) return listener.gap?.();
          const id = placeIn(data);
          if (id) sent.variables["resumeAfter"] = id;
          listener.next(data);
        },
        error: (cause) => void again(errorOf(cause)),
        complete: () => void again(failure("NETWORK_FAILED", "the gateway ended it")),
      });
    };
    const again = async (error: TesseraError) => {
      if (stopped || this.closed) return;
      const expired = error.code === "UNAUTHENTICATED" && this.rejections < REJECTIONS_MAX;
      const tooFar = error.code === "RESUME_TOO_FAR";
      if (failures === ATTEMPTS_MAX || !(error.passing || expired || tooFar)) {
        this.broken.delete(broken);
        listener.ended?.(error);
        return;
      }
      if (expired) this.renew();
      if (tooFar) delete sent.variables["resumeAfter"];
      await backoff(failures++, BACKOFF_MS, BACKOFF_MS_MAX);
      if (stopped || this.closed) return;
      begin();
      broken();
    };

    this.broken.add(broken);
    begin();
    return () => {
      stopped = true;
      this.broken.delete(broken);
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

type Variables = Record<string, unknown>;

/** The id of a change, to go on behind it. */
function placeIn(data: object): string | undefined {
  const [change] = Object.values(data) as unknown[];
  const id = isRecord(change) ? change["id"] : undefined;
  return typeof id === "string" ? id : undefined;
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
