const STEPS: Record<string, number> = { j: 1, k: -1 };

/** The id to which a key leads from the one that is chosen; undefined where it leads nowhere. */
export function step(ids: readonly string[], chosen: string | undefined, key: string): string | undefined {
  const by = STEPS[key];
  if (!by) return undefined;
  const at = chosen === undefined ? -1 : ids.indexOf(chosen);
  return at < 0 ? ids[0] : ids[Math.max(0, Math.min(ids.length - 1, at + by))];
}
