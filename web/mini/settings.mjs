// What a build is told by variables: a mini-program is one brand's, so its gateway and its look are in it.

const LOCAL = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$/;
const SAFE = /^https:\/\/[\w.-]+(?::\d+)?$/;

/** The settings of a build. Throws an Error that names the variable and says what to write. */
export function settingsOf(env) {
  const gateway = env.MINI_GATEWAY ?? "http://127.0.0.1:8000";
  const token = env.MINI_TOKEN ?? "";
  const [hue, chroma] = [Number(env.MINI_HUE ?? 168), Number(env.MINI_CHROMA ?? 0.11)];
  if (!LOCAL.test(gateway) && !SAFE.test(gateway)) {
    throw new Error("MINI_GATEWAY: an address without a path, such as https://members.example.com; http for this machine alone");
  }
  // Whoever has the package can read it.
  if (token && !LOCAL.test(gateway)) throw new Error("MINI_TOKEN: only with a gateway on this machine; members log in by WeChat");
  if (!(hue >= 0 && hue <= 360)) throw new Error("MINI_HUE: 0 to 360 degrees, as the brand's look has it");
  if (!(chroma >= 0 && chroma <= 0.2)) throw new Error("MINI_CHROMA: 0 to 0.2, as the brand's look has it");
  return { gateway, token, hue, chroma, appId: env.MINI_APP_ID ?? "" };
}
