import type { Replies } from "./steps.js";

const keyOf = (id: string) => `survey ${id}`;

/** Replies to an anonymous survey, which nobody but this phone keeps, until they are sent. */
export function kept(id: string): Replies {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(id)) ?? "{}") as Replies;
  } catch {
    return {};
  }
}

export function keep(id: string, replies: Replies): void {
  try {
    sessionStorage.setItem(keyOf(id), JSON.stringify(replies));
  } catch {
    // A browser may keep nothing; the member answers without a reload then.
  }
}

export function letGo(id: string): void {
  try {
    sessionStorage.removeItem(keyOf(id));
  } catch {
    // It kept nothing.
  }
}
