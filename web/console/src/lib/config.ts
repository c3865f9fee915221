/** How people sign in, as the gateway says at `/console/config.json`. */
export interface Config {
  /** An issuer of OpenID Connect; null where there is none. */
  readonly issuer: string | null;
  readonly clientId: string | null;
  /** The codes of the brands whose operators may sign in. */
  readonly brands: readonly string[];
  /** The origins from which the page may load the pictures of programmes. */
  readonly pictures: readonly string[];
  /** A token may be pasted, and documents go as texts. */
  readonly development: boolean;
}

/** Asks the gateway. Rejects when it does not answer with a configuration. */
export async function readConfig(): Promise<Config> {
  const response = await fetch(`${import.meta.env.BASE_URL}config.json`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return configOf(await response.json());
}

/** What was said, with what is missing filled in: nothing is opened by silence. */
export function configOf(said: unknown): Config {
  const { issuer, clientId, brands, pictures, development } = (said ?? {}) as Record<string, unknown>;
  return {
    issuer: typeof issuer === "string" ? issuer : null,
    clientId: typeof clientId === "string" ? clientId : null,
    brands: textsOf(brands),
    pictures: textsOf(pictures),
    development: development === true,
  };
}

const textsOf = (said: unknown): readonly string[] => (Array.isArray(said) ? said : []).filter((each) => typeof each === "string");
