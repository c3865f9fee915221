import { split, unwrapped, type Token } from "./celTokens.js";
import { DEPTH_MAX, ORDERED, SIGNS, type Compare, type Facts, type FactType, type Line, type Other, type Part, type Place, type Said, type Value } from "./conditionTree.js";

const OPPOSITES: Readonly<Partial<Record<Compare, Compare>>> = { in: "outside", has: "lacks" };

/** Makes of tokens what the builder shows; what it has no line for stays text. */
export class Reader {
  constructor(private readonly facts: Facts) {}

  /** Undefined where something is missing, as behind a last `&&`. */
  part(tokens: readonly Token[], depth: number): Part | undefined {
    const place = placeOf(tokens);
    if (!place) return undefined;
    const other: Other = { kind: "other", ...place, isLoose: split(tokens, "?").length > 1 };
    if (other.isLoose) return other;
    for (const joint of ["any", "all"] as const) {
      const sides = split(tokens, SIGNS[joint]);
      if (sides.length < 2) continue;
      if (depth > DEPTH_MAX) return { ...other, isLoose: true };
      const parts = sides.map((each) => this.part(each, depth + 1));
      return parts.every((each) => each !== undefined)
        ? { kind: "group", ...place, joint, isNegated: false, isBracketed: false, parts }
        : undefined;
    }
    const isNegated = tokens[0]?.written === "!";
    const inside = unwrapped(isNegated ? tokens.slice(1) : tokens);
    return inside ? this.bracketed(place, inside, isNegated, depth) : (this.line(tokens) ?? other);
  }

  private bracketed(place: Place, inside: readonly Token[], isNegated: boolean, depth: number): Part | undefined {
    const line = isNegated ? this.line(inside) : undefined;
    const opposite = line && OPPOSITES[line.compare];
    if (line && opposite) return { ...line, ...place, compare: opposite };
    if (depth > DEPTH_MAX) return { kind: "other", ...place, isLoose: false };
    const doubled = isNegated ? undefined : unwrapped(inside);
    if (doubled) {
      const held = this.bracketed(place, doubled, false, depth);
      return held && { ...held, ...place };
    }
    const isJoined = split(inside, "?").length < 2 && ["||", "&&"].some((sign) => split(inside, sign).length > 1);
    const held = this.part(inside, isJoined ? depth : depth + 1);
    if (held?.kind === "group" && isJoined) return { ...held, ...place, isNegated, isBracketed: true };
    return held && { kind: "group", ...place, isNegated, isBracketed: true, parts: [held] };
  }

  private line(tokens: readonly Token[]): Line | undefined {
    const place = placeOf(tokens);
    const said = this.truth(tokens) ?? this.held(tokens) ?? this.compared(tokens);
    return said && place && { kind: "line", ...place, ...said };
  }

  /** `rfm.active`, or `!rfm.active`. */
  private truth(tokens: readonly Token[]): Said | undefined {
    const isFalse = tokens[0]?.written === "!";
    const named = this.named(isFalse ? tokens.slice(1) : tokens);
    if (named?.type !== "bool" || named.rest.length) return undefined;
    return { fact: named.fact, compare: isFalse ? "false" : "true", values: [] };
  }

  /** `"gold_lover" in member.tags`. */
  private held(tokens: readonly Token[]): Said | undefined {
    const [value, sign, ...rest] = tokens;
    const named = sign?.written === "in" ? this.named(rest) : undefined;
    const text = value && textOf(value);
    if (named?.type !== "list<string>" || named.rest.length || text === undefined) return undefined;
    return { fact: named.fact, compare: "has", values: [text] };
  }

  /** `stats.orders >= 3`, `member.tier in ["gold", "silver"]` or `stats.bought["milk_tea"] > 0`. */
  private compared(tokens: readonly Token[]): Said | undefined {
    const named = this.named(tokens);
    if (!named || (named.type !== "string" && named.type !== "int")) return undefined;
    const { type, rest, ...of } = named;
    const [sign, ...behind] = rest;
    const compare = [...ORDERED.filter((each) => type === "int" || each === "==" || each === "!="), "in" as const].find(
      (each) => each === sign?.written,
    );
    if (!compare) return undefined;
    const inside = compare === "in" ? unwrapped(behind, "[") : behind;
    const values = inside?.length ? split(inside, ",").map((each) => valueOf(each, type)) : [];
    if (!values.length || !values.every((each) => each !== undefined) || (compare !== "in" && values.length > 1)) return undefined;
    return { ...of, compare, values };
  }

  /** The fact with which tokens begin, the type of what is named, and the tokens behind it. */
  private named([root, dot, name, ...rest]: readonly Token[]) {
    if (root?.kind !== "name" || dot?.written !== "." || name?.kind !== "name") return undefined;
    const fact = `${root.written}.${name.written}`;
    const type = this.facts.get(fact);
    const of = type?.match(/^map<string, (string|int)>$/)?.[1];
    if (!of) return type && { fact, type, rest };
    const [open, key, close, ...behind] = rest;
    const text = key && textOf(key);
    if (open?.written !== "[" || close?.written !== "]" || text === undefined) return undefined;
    return { fact, key: text, type: of as FactType, rest: behind };
  }
}

function placeOf(tokens: readonly Token[]): Place | undefined {
  const [first] = tokens;
  const last = tokens.at(-1);
  return first && last && { start: first.start, end: last.end };
}

/** The value of a literal; undefined for one of another type. */
function valueOf(tokens: readonly Token[], type: FactType): Value | undefined {
  const [first, second, ...more] = tokens;
  if (!first || more.length) return undefined;
  if (type === "string") return second ? undefined : textOf(first);
  const isBelow = first.written === "-" && second !== undefined;
  const digits = isBelow ? second : first;
  if ((!isBelow && second) || digits.kind !== "number" || !/^\d{1,15}$/.test(digits.written)) return undefined;
  return Number(digits.written) * (isBelow ? -1 : 1);
}

/** A text whose escapes JSON has as well; others are shown as they are written. */
function textOf({ kind, written }: Token): string | undefined {
  if (kind !== "text" || /^("""|'''|[^"'])/.test(written)) return undefined;
  const inside = written.slice(1, -1);
  const plain = written.startsWith("'") ? inside.replaceAll("\\'", "'").replaceAll(/(?<!\\)"/g, '\\"') : inside;
  try {
    return JSON.parse(`"${plain}"`) as string;
  } catch {
    return undefined;
  }
}
