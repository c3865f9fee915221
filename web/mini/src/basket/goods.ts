/** A line of a basket, as BasketInput names it. */
export interface Line {
  readonly lineId: string;
  readonly sku?: string;
  readonly series?: string;
  readonly quantity: number;
  readonly amountMinor: number;
}

const LINES_MAX = 200;
const NAME_MAX = 64;

/** The minor units of a sum such as 36 or 12.50; 0 unless it is one that the currency can pay. */
export function minorOf(typed: string, currency: string): number {
  const digits = typeof Intl === "object" ? (new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2) : 2;
  const [, whole = "", part = ""] = /^(\d{1,9})(?:\.(\d+))?$/.exec(typed.trim()) ?? [];
  return part.length > digits ? 0 : Number(whole + part.padEnd(digits, "0"));
}

/** The goods that a shop's page handed over in its link, as JSON; none where it is anything else. The till proves them. */
export function goodsOf(link: string | undefined): readonly Line[] {
  let given: unknown;
  try {
    given = JSON.parse(decodeURIComponent(link ?? ""));
  } catch {
    return [];
  }
  return Array.isArray(given) && given.length <= LINES_MAX && given.every(isLine) ? given : [];
}

function isLine(given: unknown): given is Line {
  if (typeof given !== "object" || given === null) return false;
  const { lineId, sku = "", series = "", quantity, amountMinor } = given as Record<string, unknown>;
  const isName = (name: unknown) => typeof name === "string" && name.length <= NAME_MAX;
  return lineId !== "" && [lineId, sku, series].every(isName) && isCount(quantity) && Number(quantity) > 0 && isCount(amountMinor);
}

const isCount = (given: unknown) => Number.isSafeInteger(given) && Number(given) >= 0;
