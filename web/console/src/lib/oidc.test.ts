import { afterEach, expect, test, vi } from "vitest";

import type { Config } from "./config.js";
import { challengeOf, finish } from "./oidc.js";

const CONFIG: Config = { issuer: "https://id.example", clientId: "console", brands: [], pictures: [], development: false };
const BEGUN = { state: "s-1", verifier: "v-1", back: "/console/audit" };

/** An issuer that answers its configuration, then `token`; tells what it was sent. */
function issuer(token: unknown) {
  const sent: URLSearchParams[] = [];
  vi.stubGlobal("fetch", async (url: string, init?: { body: URLSearchParams }) => {
    if (init) sent.push(init.body);
    const said = url.endsWith("configuration")
      ? { authorization_endpoint: "https://id.example/authorize", token_endpoint: "https://id.example/token" }
      : token;
    return new Response(JSON.stringify(said));
  });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

test("the challenge is the one of RFC 7636, appendix B", async () => {
  expect(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

test("a code is taken for a token with the verifier that this browser kept, once", async () => {
  sessionStorage.setItem("tessera.sign-in", JSON.stringify(BEGUN));
  const sent = issuer({ access_token: "opaque", id_token: "a.b.c" });
  const query = new URLSearchParams({ code: "c-1", state: "s-1" });
  expect(await finish(CONFIG, query)).toEqual({ token: "a.b.c", back: "/console/audit" });
  expect(Object.fromEntries(sent[0] ?? [])).toMatchObject({ code: "c-1", code_verifier: "v-1", client_id: "console" });
  await expect(finish(CONFIG, query)).rejects.toThrow("not asked for");
});

test.each([
  ["of another browser", { code: "c-1", state: "s-2" }, "not asked for"],
  ["that the issuer refused", { error: "access_denied", state: "s-1" }, "access_denied"],
])("an answer %s signs nobody in", async (_, query, why) => {
  sessionStorage.setItem("tessera.sign-in", JSON.stringify(BEGUN));
  const sent = issuer({ id_token: "a.b.c" });
  await expect(finish(CONFIG, new URLSearchParams(query as Record<string, string>))).rejects.toThrow(why);
  expect(sent).toEqual([]);
});
