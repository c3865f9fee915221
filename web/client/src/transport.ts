/** One POST. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** What came back, whatever the status. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Sends one POST. Rejects when no reply came in time. */
export type Transport = (post: Post) => Promise<Reply>;

/** By `fetch`: browsers, apps, Node. */
export const byFetch: Transport = async ({ url, headers, body, timeoutMs }) => {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { method: "POST", headers, body, signal });
  return { status: response.status, body: await response.text() };
};
