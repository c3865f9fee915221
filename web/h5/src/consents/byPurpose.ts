/** The consents of one purpose: the one of all channels first. */
export interface Purpose<Line> {
  readonly purpose: string;
  readonly lines: readonly Line[];
}

/** Groups what came by purpose, in the order in which it came. A purpose that the brand no longer asks about stays while something was agreed to. */
export function byPurpose<Line extends { purpose: string; granted: boolean; asked: unknown }>(
  lines: readonly Line[],
): Purpose<Line>[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line.purpose, [...(groups.get(line.purpose) ?? []), line]);
  return [...groups]
    .map(([purpose, of]) => ({ purpose, lines: of }))
    .filter(({ lines: of }) => of.some(({ asked, granted }) => asked || granted));
}
