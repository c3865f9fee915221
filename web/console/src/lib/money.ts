const WHOLE = /^\d{1,13}$/;

/** 1850 of 2 digits is 18.5. */
export function fraction(units: number, digits: number): string {
  return String(units / 10 ** digits);
}

/** 18.5 of 2 digits is 1850; undefined for what is no number of whole units. */
export function minorUnits(typed: string, digits: number): number | undefined {
  const [whole = "", part = "", ...more] = typed.trim().split(".");
  if (more.length || !WHOLE.test(whole) || part.length > digits || (part && !WHOLE.test(part))) return undefined;
  return Number(whole + part.padEnd(digits, "0"));
}

/** How many digits the minor unit of a currency has: 2 of CNY, none of JPY. */
export function digitsOf(currency = "CNY"): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // No currency yet: its field says so.
    return 2;
  }
}
