interface Bounds {
  readonly minAmount: number;
  readonly maxAmount: number;
}

/** The units that were typed; undefined where that is no number that can be given now. */
export function amountOf(typed: string, { minAmount, maxAmount }: Bounds): number | undefined {
  if (!/^\d{1,10}$/.test(typed.trim())) return undefined;
  const amount = Number(typed);
  return amount >= minAmount && amount <= maxAmount ? amount : undefined;
}
