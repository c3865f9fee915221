/** Figures that a screen on a wall shows at once, and for how long. */
export const AT_ONCE = 6;
export const TURN_MS = 15_000;

/** The figures whose turn it is: all come in turn, in their order, the same on every screen. */
export function onScreen<T>(all: readonly T[], now: number): readonly T[] {
  const turns = Math.max(1, Math.ceil(all.length / AT_ONCE));
  const turn = Math.floor(now / TURN_MS) % turns;
  return all.slice(turn * AT_ONCE, (turn + 1) * AT_ONCE);
}
