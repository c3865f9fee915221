/** What the gateway says at `/h5/config.json`. */
export interface Config {
  /** Documents go as texts, and a token may be pasted. */
  readonly development: boolean;
  /** There is a store for pictures that members send. */
  readonly uploads: boolean;
}

/** Asks the gateway. Rejects when it does not answer with a configuration. */
export async function readConfig(): Promise<Config> {
  const response = await fetch(`${import.meta.env.BASE_URL}config.json`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return configOf(await response.json());
}

/** What was said; nothing is opened by silence. */
export function configOf(said: unknown): Config {
  const { development, uploads } = (said ?? {}) as { development?: unknown; uploads?: unknown };
  return { development: development === true, uploads: uploads === true };
}
