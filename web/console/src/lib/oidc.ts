// OpenID Connect, authorization code flow with PKCE (RFC 7636, S256): https://openid.net/specs/openid-connect-core-1_0.html
import type { Config } from "./config.js";

const KEPT = "tessera.sign-in";
const CHANNEL = "tessera.token";
const BYTES = 32;

interface Begun {
  state: string;
  verifier: string;
  /** Where to go afterwards; "" in a window that only signs in. */
  back: string;
}

interface Endpoints {
  authorization_endpoint: string;
  token_endpoint: string;
}

/** The address to which the issuer sends people back. */
export const callbackUrl = (): string => `${location.origin}${import.meta.env.BASE_URL}callback`;

/** Leaves for the issuer's page. Rejects when the issuer does not answer. */
export async function begin(config: Config, back: string, brand?: string): Promise<void> {
  const { authorization_endpoint: page } = await endpoints(config);
  const begun: Begun = { state: random(), verifier: random(), back };
  sessionStorage.setItem(KEPT, JSON.stringify(begun));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: config.clientId ?? "",
    redirect_uri: callbackUrl(),
    scope: "openid",
    state: begun.state,
    code_challenge: await challengeOf(begun.verifier),
    code_challenge_method: "S256",
    ...(brand && { brand }),
  });
  location.assign(`${page}${page.includes("?") ? "&" : "?"}${query}`);
}

/** Takes the issuer's code for a token. Rejects when this browser did not ask, or the issuer refuses. */
export async function finish(config: Config, query: URLSearchParams): Promise<{ token: string; back: string }> {
  const begun = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Begun | null;
  sessionStorage.removeItem(KEPT);
  const code = query.get("code");
  if (!begun || !code || query.get("state") !== begun.state) {
    throw new Error(query.get("error_description") ?? query.get("error") ?? "not asked for");
  }
  const { token_endpoint: url } = await endpoints(config);
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: callbackUrl(),
      client_id: config.clientId ?? "",
      code_verifier: begun.verifier,
    }),
  });
  const said = (await response.json()) as Record<string, unknown>;
  const token = [said["access_token"], said["id_token"]].find(isJwt);
  if (!token) throw new Error(String(said["error_description"] ?? said["error"] ?? `status ${response.status}`));
  return { token, back: begun.back };
}

/** Hands a token to the windows that wait for one. */
export function handOver(token: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(token);
  channel.close();
}

/** Tells of tokens that other windows hand over, until the function returned is called. */
export function onHandedOver(told: (token: string) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => typeof data === "string" && told(data);
  return () => channel.close();
}

/** The challenge of a verifier: base64url(SHA-256(verifier)). */
export async function challengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

async function endpoints({ issuer }: Config): Promise<Endpoints> {
  const response = await fetch(`${issuer?.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as Endpoints;
}

const isJwt = (value: unknown): value is string => typeof value === "string" && value.split(".").length === 3;
const random = () => base64url(crypto.getRandomValues(new Uint8Array(BYTES)));

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
