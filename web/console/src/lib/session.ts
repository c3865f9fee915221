import type { Tokens } from "@tessera/client";

const KEPT = "tessera.token";

/** Who is signed in: a token in memory, and in this tab's storage so that a reload keeps it. */
export class Session {
  private readonly listeners = new Set<() => void>();
  private waiting: { resolve: (token: string) => void; reject: (error: Error) => void }[] = [];
  private token: string | undefined;
  /** The gateway takes the token no longer: a person has to sign in again, over what they were doing. */
  private over = false;
  /** Counts the people who were here: whatever belongs to one of them is nothing for the next. */
  person = 0;

  constructor(private readonly store: Pick<Storage, "getItem" | "setItem" | "clear"> = sessionStorage) {
    this.token = store.getItem(KEPT) ?? undefined;
  }

  get state(): "out" | "in" | "over" {
    if (this.over) return "over";
    return this.token === undefined ? "out" : "in";
  }

  /** Gives the token; waits for another one while the last was refused. */
  readonly tokens: Tokens = (refused) => {
    if (this.token !== undefined && this.token !== refused && !this.over) return this.token;
    if (!this.over) {
      this.over = true;
      this.tell();
    }
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  };

  signIn(token: string): void {
    const next = token.trim();
    if (this.token !== undefined && whoseOf(next) !== whoseOf(this.token)) this.another();
    this.token = next;
    this.over = false;
    this.store.setItem(KEPT, this.token);
    const waiting = this.waiting;
    this.waiting = [];
    for (const { resolve } of waiting) resolve(this.token);
    this.tell();
  }

  signOut(): void {
    this.token = undefined;
    this.over = false;
    this.another();
    this.tell();
  }

  /** The subject of the token, to show and to decide nothing by. */
  get subject(): string {
    return claim(this.token, "sub") ?? "";
  }

  /** The brand of the token, to show and to decide nothing by. */
  get brand(): string {
    return claim(this.token, "brand") ?? "";
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Nothing of one person is left for the next one, and nothing that they wished is done in another's name. */
  private another(): void {
    this.person++;
    this.store.clear();
    const { waiting } = this;
    this.waiting = [];
    for (const { reject } of waiting) reject(new Error("another person is here"));
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const whoseOf = (token: string): string => JSON.stringify([claim(token, "brand"), claim(token, "sub")]);

/** A claim that is a text; undefined where the token has none, or is no JWT. */
function claim(token: string | undefined, name: string): string | undefined {
  try {
    const part = token?.split(".")[1] ?? "";
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const value = (JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>)[name];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Takes `#token=…` out of the address, so that it is in no history and no picture; "" without one. */
export function tokenInAddress(location: Location, history: History): string {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return "";
  history.replaceState(null, "", location.pathname + location.search);
  return token;
}
