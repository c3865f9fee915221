import { backoff } from "./backoff.js";
import type { Client } from "./client.js";
import { failure, TesseraError } from "./errors.js";
import type { Listener } from "./followed.js";
import { SinceDocument, type SinceQuery } from "./generated/screens.js";

const EVERY_MS = 15_000;
const BACKOFF_MS = 1_000;
const BACKOFF_MS_MAX = 60_000;
/** The token is of no use any more: begin anew. */
const LOST = new Set(["PAGE_TOKEN_INVALID", "RESUME_TOO_FAR"]);

export type News = NonNullable<SinceQuery["changesSince"]>;

export interface PollsOptions {
  readonly everyMs?: number;
  /** Where to go on: a token that was kept from before, in storage if the app was closed meanwhile. */
  readonly token?: string;
}

/** Asks `changesSince` again and again: for front ends without sockets, and while one is away. */
export class Polls {
  /** Keep it to go on another day. */
  token: string | undefined;
  private wake = () => {};
  private stopped = false;

  constructor(
    private readonly client: Client,
    private readonly listener: Listener<News>,
    private readonly options: PollsOptions = {},
  ) {
    this.token = options.token;
    void this.run();
  }

  /** Ask now: the app came to the front, or the member did something. */
  poke(): void {
    this.wake();
  }

  /** Ask no more. */
  stop(): void {
    this.stopped = true;
    this.wake();
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopped; ) {
      try {
        const more = await this.ask();
        failures = 0;
        if (!more && !this.stopped) await this.pause(this.options.everyMs ?? EVERY_MS);
      } catch (error) {
        if (!(error instanceof TesseraError && (error.passing || LOST.has(error.code)))) {
          if (!this.stopped) this.listener.ended?.(error as TesseraError);
          return;
        }
        if (LOST.has(error.code)) this.lose();
        await backoff(failures++, BACKOFF_MS, BACKOFF_MS_MAX);
      }
    }
  }

  /** Whether there is more to ask for at once. */
  private async ask(): Promise<boolean> {
    const before = this.token;
    const { data, problems } = await this.client.send(SinceDocument, { token: before ?? null });
    if (this.stopped) return false;
    const news = data.changesSince;
    if (!news) throw failure("ANSWER_INVALID", "no changes and no reason");
    if (problems.some(({ code }) => LOST.has(code))) {
      this.lose();
      return true;
    }
    this.token = news.token;
    this.listener.next(news);
    if (before === undefined) this.listener.live?.();
    return news.hasMore;
  }

  private lose(): void {
    this.token = undefined;
    this.listener.gap?.();
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
