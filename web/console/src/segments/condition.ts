import { tokensOf } from "./celTokens.js";
import { Reader } from "./conditionReader.js";
import { SIGNS, type Facts, type Group, type Joint, type Part, type Place, type Said, type Way } from "./conditionTree.js";

/**
 * A condition's text, what the builder shows of it, and the texts that it becomes by one change. A
 * change writes over its own place alone: the rest stays as a person wrote it.
 */
export class Condition {
  private constructor(
    readonly text: string,
    /** Without parts where the text is empty. */
    readonly root: Group,
  ) {}

  /** Undefined where the text cannot be read at all, as while it is being written. */
  static of(text: string, facts: Facts): Condition | undefined {
    const tokens = tokensOf(text);
    const [first] = tokens ?? [];
    if (!tokens) return undefined;
    const empty = { kind: "group", start: text.length, end: text.length, isNegated: false, isBracketed: false, parts: [] } as const;
    if (!first) return new Condition(text, empty);
    const whole = new Reader(facts).part(tokens, 1);
    if (!whole) return undefined;
    return new Condition(text, whole.kind === "group" ? whole : { ...empty, start: whole.start, end: whole.end, parts: [whole] });
  }

  at(way: Way): Part | undefined {
    return way.reduce<Part | undefined>((part, n) => (part?.kind === "group" ? part.parts[n] : undefined), this.root);
  }

  /** The text with another line in place of the one there. */
  with(way: Way, said: Said): string | undefined {
    const part = this.at(way);
    return part?.kind === "line" ? this.put(part, written(said)) : undefined;
  }

  /** The text with `added` behind the last part of a group; `joint` is taken where it has one part. */
  withAdded(way: Way, added: string, joint: Joint): string | undefined {
    const group = this.at(way);
    if (group?.kind !== "group") return undefined;
    const last = group.parts.at(-1);
    if (!last) return added + this.text;
    const { start } = group.parts[0] as Part;
    const parts = group.parts.length === 1 ? this.firm(last) : this.text.slice(start, last.end);
    return this.put({ start, end: last.end }, `${parts} ${SIGNS[group.joint ?? joint]} ${added}`);
  }

  /** The text with the parts of a group joined otherwise. */
  withJoint(way: Way, joint: Joint): string | undefined {
    const group = this.at(way);
    if (group?.kind !== "group" || !group.joint || group.joint === joint) return undefined;
    let text = "";
    for (const [n, part] of group.parts.entries()) {
      const before = group.parts[n - 1];
      // The sign is the only token between two parts; comments there may say it too.
      if (before) text += this.between(before, part, SIGNS[joint]);
      text += this.firm(part);
    }
    const inside = { start: group.parts[0]?.start ?? group.start, end: group.parts.at(-1)?.end ?? group.end };
    const needsBrackets = way.length > 0 && !group.isBracketed;
    return this.put(inside, needsBrackets ? `(${text})` : text);
  }

  /** The text with a group turned into its opposite, or back. */
  withNegated(way: Way, isNegated: boolean): string | undefined {
    const group = this.at(way);
    if (group?.kind !== "group" || group.isNegated === isNegated || !group.parts.length) return undefined;
    const text = this.text.slice(group.start, group.end);
    if (!isNegated) return this.put(group, text.slice(tokensOf(text)?.[1]?.start));
    return this.put(group, group.isBracketed ? `!${text}` : `!(${text})`);
  }

  /** The text without a part; a group that would have none left goes with it. */
  without(way: Way): string | undefined {
    const up = way.slice(0, -1);
    const n = way.at(-1) ?? 0;
    const group = this.at(up);
    const part = this.at(way);
    if (group?.kind !== "group" || !part) return undefined;
    if (group.parts.length === 1) return up.length ? this.without(up) : "";
    const next = group.parts[n + 1];
    const before = group.parts[n - 1];
    if (!before) return this.put({ start: part.start, end: next?.start ?? part.end }, "");
    return this.put({ start: before.end, end: part.end }, "");
  }

  private put({ start, end }: Place, written: string): string {
    return this.text.slice(0, start) + written + this.text.slice(end);
  }

  /** A part that means the same whatever stands beside it. */
  private firm(part: Part): string {
    const text = this.text.slice(part.start, part.end);
    const isLoose = part.kind === "group" ? !part.isBracketed : part.kind === "other" && part.isLoose;
    return isLoose ? `(${text})` : text;
  }

  private between(before: Part, part: Part, sign: string): string {
    const [old] = tokensOf(this.text.slice(before.end, part.start)) ?? [];
    const text = this.text.slice(before.end, part.start);
    return old ? text.slice(0, old.start) + sign + text.slice(old.end) : text;
  }
}

/** A line as CEL. */
export function written({ fact, key, compare, values }: Said): string {
  const name = key === undefined ? fact : `${fact}[${JSON.stringify(key)}]`;
  const all = values.map((value) => JSON.stringify(value));
  const [first = '""'] = all;
  switch (compare) {
    case "true":
      return name;
    case "false":
      return `!${name}`;
    case "has":
      return `${first} in ${name}`;
    case "lacks":
      return `!(${first} in ${name})`;
    case "in":
      return `${name} in [${all.join(", ")}]`;
    case "outside":
      return `!(${name} in [${all.join(", ")}])`;
    default:
      return `${name} ${compare} ${first}`;
  }
}
