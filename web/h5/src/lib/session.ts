import { goOn, requestId, type Held, type Tokens } from "@tessera/client";

const KEPT = "tessera.h5";
const ANOTHER = "another member is here";

/** What a host hands over: a token, and a refresh token of a session that nobody else renews. */
export interface Handed {
  readonly token: string;
  readonly refreshToken?: string;
}

type Renewal = (refresh: NonNullable<Held["refresh"]>) => Promise<Held | undefined>;
type Store = Pick<Storage, "getItem" | "setItem" | "clear">;

/**
 * Who is here. What the host handed over is kept for this tab, so that a reload keeps it; a new refresh
 * token takes the place of the one before. When nothing goes on, all wait until the host hands over again.
 */
export class Session {
  private readonly listeners = new Set<() => void>();
  private waiting: { resolve: (token: string) => void; reject: (error: Error) => void }[] = [];
  private held: Held | undefined;
  private coming: Promise<string> | undefined;
  private over = false;
  /** Counts the people who were here: whatever belongs to one of them is nothing for the next. */
  person = 0;

  constructor(
    private readonly store: Store = sessionStorage,
    private readonly renew: Renewal = (refresh) => goOn("/login/refresh", refresh),
  ) {
    this.held = read(store.getItem(KEPT));
  }

  get state(): "out" | "in" | "over" {
    if (this.over) return "over";
    return this.held ? "in" : "out";
  }

  readonly tokens: Tokens = (refused) => {
    const { held } = this;
    if (held && !this.over && held.token !== refused && Date.now() < held.untilMs) return held.token;
    return this.coming ?? this.renewed();
  };

  /** The host hands over: at the start, and when the session is over. */
  take({ token, refreshToken }: Handed): void {
    const refresh = refreshToken ? { refreshToken, requestId: requestId("go") } : undefined;
    if (subjectOf(token) !== subjectOf(this.held?.token)) this.another();
    // The device's clock tells nothing about it: it is used until the gateway refuses it.
    this.keep({ token, untilMs: Number.MAX_SAFE_INTEGER, refresh });
    this.over = false;
    const { waiting } = this;
    this.waiting = [];
    for (const { resolve } of waiting) resolve(token);
    this.tell();
  }

  leave(): void {
    this.held = undefined;
    this.over = false;
    this.another();
    this.store.clear();
    this.tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What one person wished is not done in another's name, so nobody waits any longer. */
  private another(): void {
    this.person++;
    this.coming = undefined;
    const { waiting } = this;
    this.waiting = [];
    for (const { reject } of waiting) reject(new Error(ANOTHER));
  }

  /** One renewal for all who wait for it. */
  private renewed(): Promise<string> {
    const coming = this.next().finally(() => {
      if (this.coming === coming) this.coming = undefined;
    });
    return (this.coming = coming);
  }

  private async next(): Promise<string> {
    const { held, person } = this;
    const refresh = this.over ? undefined : held?.refresh;
    const next = refresh && (await this.renew(refresh));
    if (this.person !== person) throw new Error(ANOTHER);
    // The host handed over meanwhile: the renewal was of a session that is no longer this one.
    if (this.held && this.held !== held) return this.held.token;
    if (next) {
      this.keep(next);
      return next.token;
    }
    this.over = true;
    this.tell();
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  private keep(held: Held): void {
    this.held = held;
    this.store.setItem(KEPT, JSON.stringify(held));
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function read(kept: string | null): Held | undefined {
  try {
    const held = JSON.parse(kept ?? "null") as Held | null;
    return typeof held?.token === "string" ? held : undefined;
  } catch {
    return undefined;
  }
}

/** Whose token it is, to tell people apart and to decide nothing else by. */
function subjectOf(token: string | undefined): unknown {
  try {
    const part = token?.split(".")[1] ?? "";
    return (JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/"))) as { sub?: unknown }).sub;
  } catch {
    return token;
  }
}

/** Takes `#token=…&refresh=…` out of the address, so that it is in no history and in nothing shared. */
export function handedIn(location: Location, history: History): Handed | undefined {
  const words = new URLSearchParams(location.hash.slice(1));
  const token = words.get("token")?.trim();
  if (!token) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  const refreshToken = words.get("refresh")?.trim();
  return { token, ...(refreshToken && { refreshToken }) };
}
