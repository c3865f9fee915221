import { diffLines } from "./diff.js";

/** Two files that were made from one, as one: with the changes of both. */
export interface Joined {
  readonly text: string;
  /** The lines, from 1, at which both were changed in different ways; there the text has both between marks. */
  readonly conflicts: readonly number[];
}

/** Lines `start` to `end` of the older file, from 0 and without the last, that became others. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

const MARKS = { mine: "<<<<<<<", between: "=======", theirs: ">>>>>>>" } as const;

/** The lines, from 1, at which somebody has yet to decide between two versions; marks that were left behind count too. */
export function placesOf(text: string): number[] {
  const lines = text.split("\n");
  const linesWith = (pattern: RegExp) => lines.flatMap((line, at) => (pattern.test(line) ? [at + 1] : []));
  return [/^<{7} /, /^={7}$/, /^>{7} /].map(linesWith).find((found) => found.length) ?? [];
}

/**
 * Joins what two people made of `base`. Changes of different lines stand beside each other; the same
 * change counts once; of different changes of one line, both stay between marks that name them.
 */
export function join(base: string, mine: string, theirs: string, names: { mine: string; theirs: string }): Joined {
  const lines = base.split("\n");
  const [own, other] = [editsOf(base, mine), editsOf(base, theirs)];
  const joined: string[] = [];
  const conflicts: number[] = [];
  let at = 0;
  while (own.length || other.length) {
    const [ours, others] = together(own, other);
    const start = Math.min(...[...ours, ...others].map((edit) => edit.start));
    const end = Math.max(...[...ours, ...others].map((edit) => edit.end));
    joined.push(...lines.slice(at, start));
    const [left, right] = [ours, others].map((edits) => applied(lines, edits, start, end)) as [string[], string[]];
    if (!others.length || left.join("\n") === right.join("\n")) joined.push(...left);
    else if (!ours.length) joined.push(...right);
    else {
      conflicts.push(joined.length + 1);
      joined.push(`${MARKS.mine} ${names.mine}`, ...left, MARKS.between, ...right, `${MARKS.theirs} ${names.theirs}`);
    }
    at = end;
  }
  joined.push(...lines.slice(at));
  return { text: joined.join("\n"), conflicts };
}

/** Takes the next edits off both lists: one alone, or those of both that meet. */
function together(own: Edit[], other: Edit[]): [Edit[], Edit[]] {
  const taken: [Edit[], Edit[]] = [[], []];
  const [mine, theirs] = [own[0], other[0]];
  const isMine = !theirs || (mine && (mine.start < theirs.start || (mine.start === theirs.start && mine.end <= theirs.end)));
  const first = (isMine ? own : other).shift() as Edit;
  taken[isMine ? 0 : 1].push(first);
  let { start, end } = first;
  for (let grown = true; grown; ) {
    grown = false;
    for (const [side, list] of [own, other].entries()) {
      // A list's own edits never meet, but one of the other list may reach over two of them.
      while (list[0] && meets(list[0], { start, end })) {
        const edit = list.shift() as Edit;
        taken[side === 0 ? 0 : 1].push(edit);
        [start, end, grown] = [Math.min(start, edit.start), Math.max(end, edit.end), true];
      }
    }
  }
  return taken;
}

/** True of edits of one line, and of two insertions at one place, whose order nobody knows. */
const meets = (one: { start: number; end: number }, other: { start: number; end: number }): boolean =>
  (one.start < other.end && other.start < one.end) ||
  (one.start === one.end && other.start === other.end && one.start === other.start);

function applied(lines: readonly string[], edits: readonly Edit[], start: number, end: number): string[] {
  const made: string[] = [];
  let at = start;
  for (const edit of edits) {
    made.push(...lines.slice(at, edit.start), ...edit.lines);
    at = edit.end;
  }
  return [...made, ...lines.slice(at, end)];
}

function editsOf(before: string, after: string): Edit[] {
  const edits: { start: number; end: number; lines: string[] }[] = [];
  let at = 0;
  let open: (typeof edits)[number] | undefined;
  for (const { kind, text } of diffLines(before, after)) {
    if (kind === "same") {
      open = undefined;
      at += 1;
      continue;
    }
    if (!open) edits.push((open = { start: at, end: at, lines: [] }));
    if (kind === "added") open.lines.push(text);
    else open.end = at += 1;
  }
  return edits;
}
