import { ATTEMPT_TIMEOUT_MS, type Tokens } from "./client.js";
import { failure, isRecord, problemsIn, TesseraError } from "./errors.js";
import { requestId } from "./ids.js";
import { byFetch, type Transport } from "./transport.js";
import { byWx, type Wx } from "./wechat.js";

const MARGIN_MS = 60_000; // a token is given up before it ends under way

/**
 * Where a user came from, as the link or the store's QR code says that opened the mini-program. It counts
 * when the user is new; a word that the gateway does not take is left out.
 */
export interface Origin {
  /** The kind of place, such as store_qr. */
  readonly source?: string;
  readonly storeCode?: string;
  readonly utm?: Readonly<Partial<Record<"source" | "medium" | "campaign" | "term" | "content", string>>>;
}

/** A token, the time by this device's own clock until which it is used, and how it goes on. */
export interface Held {
  readonly token: string;
  readonly untilMs: number;
  /** Sent again as it is until there is an answer: it is good once, by one request. */
  readonly refresh: { readonly refreshToken: string; readonly requestId: string } | undefined;
}

/**
 * The tokens of a mini-program's user: `wx.login` gives a code, and the gateway a token for it, with a
 * refresh token for the next; when that is good no longer, there is another login. One request serves
 * all who wait for it; there is another when the token nears its end or is refused.
 *
 * `url` is such as http://127.0.0.1:8000/login/wechat; `appId` may be left out where the gateway has
 * only one. Tokens reject with TesseraError.
 */
export function tokensOf(wx: Wx, url: string, appId?: string, origin?: Origin): Tokens {
  let held: Held | undefined;
  let coming: Promise<string> | undefined;
  const renew = async () => {
    const goneOn = held?.refresh && (await goOn(url.replace(/wechat$/, "refresh"), held.refresh, byWx(wx)));
    held = goneOn ?? (await logIn(wx, url, appId, origin));
    return held.token;
  };
  return (refused) => {
    if (held && held.token !== refused && Date.now() < held.untilMs) return held.token;
    coming ??= renew().finally(() => (coming = undefined));
    return coming;
  };
}

/**
 * The next token of a session; undefined when it has ended. `url` is such as
 * http://127.0.0.1:8000/login/refresh. Without an answer ask again with the same `refresh`: its token is
 * good once, and under another request id it ends the session. Rejects with TesseraError.
 */
export async function goOn(
  url: string,
  refresh: NonNullable<Held["refresh"]>,
  transport: Transport = byFetch,
): Promise<Held | undefined> {
  try {
    return await post(transport, url, refresh);
  } catch (error) {
    if (error instanceof TesseraError && error.code === "SESSION_ENDED") return undefined;
    throw error;
  }
}

/** A code is good once, so a login is not sent again: a new one takes a new code. */
async function logIn(
  wx: Wx,
  url: string,
  appId: string | undefined,
  origin: Origin | undefined,
): Promise<Held> {
  const code = await new Promise<string>((resolve, reject) => {
    const fail = ({ errMsg }: { errMsg: string }) => reject(failure("NETWORK_FAILED", errMsg));
    wx.login({ success: ({ code }) => resolve(code), fail });
  });
  return post(byWx(wx), url, { code, appId, origin });
}

async function post(transport: Transport, url: string, wish: object): Promise<Held> {
  const { body } = await transport({
    url,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wish),
    timeoutMs: ATTEMPT_TIMEOUT_MS,
  }).catch((cause: unknown) => {
    throw failure("NETWORK_FAILED", "no answer to the login", cause);
  });
  const answer = read(body);
  const [first, ...others] = problemsIn(answer["errors"]);
  if (first) throw new TesseraError([first, ...others]);
  const { token, expiresIn, refreshToken } = answer;
  if (typeof token !== "string" || typeof expiresIn !== "number") {
    throw failure("ANSWER_INVALID", "a login without a token");
  }
  const refresh =
    typeof refreshToken === "string" ? { refreshToken, requestId: requestId("go") } : undefined;
  return { token, untilMs: Date.now() + expiresIn * 1000 - MARGIN_MS, refresh };
}

function read(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
