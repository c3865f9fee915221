const WHOLE_PPM = 1_000_000n;
const ROLL_BYTES = 8;

/** A draw as the gateway tells it, with the odds in the order in which they are added up. */
export interface Told {
  readonly lottery: string;
  readonly number: number;
  readonly memberHash: string;
  readonly requestId: string;
  readonly commitment: string;
  /** Hexadecimal digits; null until it is told. */
  readonly seed: string | null;
  readonly odds: readonly { readonly prize: string; readonly oddsPpm: number }[];
  readonly roll: number;
  readonly drawn: string | null;
}

/** What the check found: another seed than was committed to, another roll or prize than it gives, or neither. */
export type Checked = "right" | "seed" | "roll";

/** Checks a draw whose seed is told, as `examples/check_draw.py` does. */
export async function checkDraw({ lottery, number, memberHash, requestId, commitment, seed, odds, roll, drawn }: Told): Promise<Checked> {
  const bytes = bytesOf(seed ?? "");
  if (!seed || hexOf(await crypto.subtle.digest("SHA-256", bytes)) !== commitment) return "seed";
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const text = [lottery, number, memberHash, requestId].join("|");
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  const expected = Number((new DataView(digest).getBigUint64(0) * WHOLE_PPM) >> BigInt(ROLL_BYTES * 8));
  let below = 0;
  const prize = odds.find(({ oddsPpm }) => expected < (below += oddsPpm))?.prize ?? null;
  return expected === roll && prize === drawn ? "right" : "roll";
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

const hexOf = (buffer: ArrayBuffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
