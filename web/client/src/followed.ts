import { backoff } from "./backoff.js";
import { isRecord, type TesseraError } from "./errors.js";

const BACKOFF_MS = 500;
const BACKOFF_MS_MAX = 30_000;
const REJECTIONS_MAX = 2; // the second time, the token was new

/** Who is told. */
export interface Listener<Data> {
  next(data: Data): void;
  /** From now on whatever happens is told as it happens. Again after each time that it was lost. */
  live?(): void;
  /** Something was not told: ask for the screen again. */
  gap?(): void;
  /** Nothing more will be told. */
  ended?(error: TesseraError): void;
}

/** Something that is followed, over whatever: where it stands, and whether it goes on. */
export class Followed<Data> {
  /** The id of the last message, to go on behind it. */
  place: string | undefined;
  private live = false;
  private failures = 0;
  private rejections = 0;

  constructor(private readonly listener: Listener<Data>) {}

  /** A message came; without data, when what it was about could not be read. */
  told(data: Data | null | undefined): void {
    this.failures = this.rejections = 0;
    if (!data) return this.listener.gap?.();
    const [change] = Object.values(data) as unknown[];
    const { id, live } = isRecord(change) ? change : {};
    if (typeof id === "string") this.place = id;
    this.listener.next(data);
    if (live !== true || this.live) return;
    this.live = true;
    this.listener.live?.();
  }

  /** What carried it was lost, and is there again. */
  again(): void {
    this.live = false;
    if (this.place === undefined) this.listener.gap?.();
  }

  /** Whether it begins again after `error`; answers when it is time. What passes is never given up. */
  async endures(error: TesseraError): Promise<boolean> {
    const tooFar = error.code === "RESUME_TOO_FAR";
    const expired = error.code === "UNAUTHENTICATED" && ++this.rejections < REJECTIONS_MAX;
    if (!(error.passing || expired || tooFar)) {
      this.listener.ended?.(error);
      return false;
    }
    if (tooFar) this.place = undefined;
    await backoff(this.failures++, BACKOFF_MS, BACKOFF_MS_MAX);
    return true;
  }
}
