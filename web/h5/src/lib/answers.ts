import type { Answer } from "@tessera/client";

const FRESH_MS = 15_000;

/** What is known of one question. */
export interface Known {
  readonly answer?: Answer<unknown>;
  readonly error?: Error;
}

interface Asked {
  known: Known;
  atMs: number;
  coming: boolean;
  /** Asked for again while an answer was on its way, which may be of before the change. */
  again: boolean;
  readonly followers: Set<() => void>;
  readonly send: () => Promise<Answer<unknown>>;
}

/** The answers of the screens: shown at once when a screen comes back, and asked for again when old. */
export class Answers {
  private readonly asked = new Map<string, Asked>();

  of(key: string): Known {
    return this.asked.get(key)?.known ?? {};
  }

  /** Asks unless the answer is fresh, and tells of every change until the function returned is called. */
  follow(key: string, send: () => Promise<Answer<unknown>>, told: () => void): () => void {
    const asked = this.asked.get(key) ?? { known: {}, atMs: 0, coming: false, again: false, followers: new Set<() => void>(), send };
    this.asked.set(key, asked);
    asked.followers.add(told);
    if (asked.known.error || Date.now() - asked.atMs > FRESH_MS) void this.load(asked);
    return () => void asked.followers.delete(told);
  }

  /** Something changed: what is on the screen is asked for again, and nothing else counts as fresh. */
  refresh(): void {
    for (const asked of this.asked.values()) {
      asked.atMs = 0;
      if (asked.followers.size > 0) void this.load(asked);
    }
  }

  /** Asks one question again. */
  again(key: string): void {
    const asked = this.asked.get(key);
    if (asked) void this.load(asked);
  }

  private async load(asked: Asked): Promise<void> {
    if (asked.coming) {
      asked.again = true;
      return;
    }
    asked.coming = true;
    do {
      asked.again = false;
      try {
        asked.known = { answer: await asked.send() };
        asked.atMs = Date.now();
      } catch (error) {
        // What was known is shown on, with the trouble beside it.
        asked.known = { ...asked.known, error: error as Error };
      }
      for (const told of asked.followers) told();
    } while (asked.again);
    asked.coming = false;
  }
}
