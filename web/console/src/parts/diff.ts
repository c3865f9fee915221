/** A line of two texts: in both, or in one of them. Numbers count from 1. */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Lines that belong together; between two of them, lines are left out. */
export type Hunk = readonly DiffLine[];

const CONTEXT = 3;
/** The most cells of the table; beyond it whatever differs counts as replaced as a whole. */
const CELLS_MAX = 4_000_000;

/** The lines of both texts in their order, by the longest lines that both have in common. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const [oldMiddle, newMiddle] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  const same = (text: string, n: number, shift: number): DiffLine => ({
    kind: "same",
    text,
    before: n + 1,
    after: n + 1 + shift,
  });
  return [
    ...old.slice(0, head).map((text, n) => same(text, n, 0)),
    ...middleOf(oldMiddle, newMiddle, head),
    ...old.slice(old.length - tail).map((text, n) => same(text, old.length - tail + n, now.length - old.length)),
  ];
}

function middleOf(old: readonly string[], now: readonly string[], head: number): DiffLine[] {
  const removed = (n: number): DiffLine => ({ kind: "removed", text: old[n] ?? "", before: head + n + 1, after: undefined });
  const added = (n: number): DiffLine => ({ kind: "added", text: now[n] ?? "", before: undefined, after: head + n + 1 });
  const width = now.length + 1;
  if (old.length * width > CELLS_MAX) return [...old.map((_, n) => removed(n)), ...now.map((_, n) => added(n))];
  // lengths[i * width + j]: the lines in common of old from i and now from j.
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: "same", text: old[i] ?? "", before: head + i + 1, after: head + j + 1 });
      [i, j] = [i + 1, j + 1];
    } else if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(i));
      i += 1;
    } else {
      lines.push(added(j));
      j += 1;
    }
  }
  return lines;
}

/** What differs, with three lines around each place. */
export function hunksOf(lines: readonly DiffLine[]): Hunk[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, n) => {
    if (kind === "same") return;
    for (let each = n - CONTEXT; each <= n + CONTEXT; each += 1) near.add(each);
  });
  const hunks: DiffLine[][] = [];
  lines.forEach((line, n) => {
    if (!near.has(n)) return;
    if (!near.has(n - 1) || !hunks.length) hunks.push([]);
    hunks.at(-1)?.push(line);
  });
  return hunks;
}
