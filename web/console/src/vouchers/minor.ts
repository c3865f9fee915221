/** The minor units of a sum such as 12.50 or ￥1,000; undefined unless it is one above 0 that the currency can pay. */
export function minorOf(typed: string, currencyCode: string): number | undefined {
  const money = new Intl.NumberFormat("en", { style: "currency", currency: currencyCode });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  const bare = typed.trim().replace(/[,，\s]/g, "").replace(/^[¥￥]/, "");
  const [, whole, part = ""] = /^(\d{1,12})(?:\.(\d+))?$/.exec(bare) ?? [];
  if (whole === undefined || part.length > digits) return undefined;
  return Number(whole + part.padEnd(digits, "0")) || undefined;
}
