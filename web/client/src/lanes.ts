/** What a mini-program may have under way at once; what is more fails there, so it waits here. */
export const REQUESTS_AT_ONCE_MAX = 10;

/** Runs at most so many at once, the rest in the order in which they came. */
export class Lanes {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(most: number = REQUESTS_AT_ONCE_MAX) {
    this.free = most;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((enter) => this.waiting.push(enter));
    try {
      return await work();
    } finally {
      const enter = this.waiting.shift();
      if (enter) enter();
      else this.free++;
    }
  }
}
