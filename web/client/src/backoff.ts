/** Waits at random, up to `baseMs` doubled with each attempt: so many don't come back at once. */
export function backoff(attempt: number, baseMs: number, mostMs: number): Promise<void> {
  const ms = Math.random() * Math.min(mostMs, baseMs * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, ms));
}
