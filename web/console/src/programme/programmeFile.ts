import { isMap, isScalar, isSeq, parseDocument, type Document, type Node } from "yaml";

/** Where a value stands in a programme, such as `["ladders", 0, "tiers", 1, "reach"]`. */
export type Path = readonly (string | number)[];

/**
 * A programme's file, and the texts that it becomes by one change. A change writes over the value
 * alone, or adds one line: comments, order and look of all else stay as a person wrote them.
 */
export class ProgrammeFile {
  private constructor(
    readonly text: string,
    private readonly document: Document,
    /** The values, as JSON has them. */
    readonly plain: unknown,
  ) {}

  /** Undefined where the text is no YAML; the file says where. */
  static of(text: string): ProgrammeFile | undefined {
    const document = parseDocument(text);
    if (document.errors.length) return undefined;
    try {
      return new ProgrammeFile(text, document, document.toJS({ maxAliasCount: 0 }));
    } catch {
      // Aliases, which programmes may not have.
      return undefined;
    }
  }

  /** The text with `value` at `path`; undefined where nothing that holds it is there, or a list stands there. */
  with(path: Path, value: Value): string | undefined {
    const node = this.node(path);
    if (isScalar(node) && node.range) {
      const [start, end] = node.range;
      // A key that has no value yet ends with its colon.
      return this.put(start, end, `${start === end ? " " : ""}${written(value)}`);
    }
    if (isMap(node)) return this.withMapReplaced(path, value);
    return node === undefined ? this.withNew(path, value) : undefined;
  }

  /** The text without the key at `path`; undefined where it is not there, or is the only one of a map in lines. */
  withoutKey(path: Path): string | undefined {
    const holder = this.node(path.slice(0, -1));
    if (!isMap(holder)) return undefined;
    const pairs = holder.items.map((pair) => this.placeOf(pair));
    const n = holder.items.findIndex(({ key }) => isScalar(key) && key.value === path.at(-1));
    const [place, before, next] = [pairs[n], pairs[n - 1], pairs[n + 1]];
    if (!place || (!holder.flow && pairs.length === 1)) return undefined;
    if (!holder.flow) return this.put(this.commented(lineStart(this.text, place[0])), lineEnd(this.text, place[1]) + 1, "");
    if (next) return this.put(place[0], next[0], "");
    return this.put(before?.[1] ?? place[0], place[1], "");
  }

  /** The text with a copy of the item at `path` behind it, by another code. */
  withCopy(path: Path): string | undefined {
    const place = this.lines(path);
    const code = this.node([...path, "code"]);
    if (!place || !isScalar(code) || !code.range) return undefined;
    const [start, end] = place;
    const copied = this.text.slice(start, end);
    const from = code.range[0] - start;
    const named = copied.slice(0, from) + this.free(path, String(code.value)) + copied.slice(code.range[1] - start);
    return this.put(end, end, `${this.text[end - 1] === "\n" ? "" : "\n"}${named}`);
  }

  /** The text without the item at `path` and the comment that stands over it. */
  without(path: Path): string | undefined {
    const place = this.lines(path);
    return place && this.put(place[0], place[1], "");
  }

  private node(path: Path): Node | undefined {
    return this.document.getIn(path, true) as Node | undefined;
  }

  private put(from: number, to: number, words: string): string {
    return this.text.slice(0, from) + words + this.text.slice(to);
  }

  private withNew(path: Path, value: Value): string | undefined {
    const holder = this.node(path.slice(0, -1));
    const pair = `${path.at(-1)}: ${written(value)}`;
    if (!isMap(holder) || !holder.range) return undefined;
    if (holder.flow) {
      const close = this.text.lastIndexOf("}", holder.range[1]);
      const end = this.text.slice(0, close).trimEnd().length;
      return this.put(end, end, holder.items.length ? `, ${pair}` : pair);
    }
    // Behind the first value that ends on its own line.
    for (const { key, value: each } of holder.items) {
      if (!isScalar(key) || !key.range || !isScalar(each) || !each.range) continue;
      const column = key.range[0] - lineStart(this.text, key.range[0]);
      const end = lineEnd(this.text, each.range[1]);
      return this.put(end, end, `\n${" ".repeat(column)}${pair}`);
    }
    return undefined;
  }

  private withMapReplaced(path: Path, value: Value): string | undefined {
    const holder = this.node(path.slice(0, -1));
    const pair = isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
    const place = pair && this.placeOf(pair);
    if (!place || !isScalar(pair.key) || !pair.key.range) return undefined;
    return this.put(pair.key.range[1], place[1], `: ${written(value)}`);
  }

  /** From where to where a key stands with its value, without the line break behind it. */
  private placeOf({ key, value }: { key: unknown; value: unknown }): [number, number] | undefined {
    if (!isScalar(key) || !key.range) return undefined;
    const [start, end] = [key.range[0], (value as Node | null)?.range?.[1] ?? key.range[1]];
    return [start, start + this.text.slice(start, end).trimEnd().length];
  }

  /** From where to where an item of a list in lines stands, with the comment over it. */
  private lines(path: Path): [number, number] | undefined {
    const list = this.node(path.slice(0, -1));
    const index = path.at(-1);
    if (!isSeq(list) || list.flow || typeof index !== "number") return undefined;
    const starts = (list.items as Node[]).map((item) => this.commented(lineStart(this.text, item.range?.[0] ?? 0)));
    const start = starts[index];
    if (start === undefined) return undefined;
    const next = starts[index + 1];
    if (next !== undefined) return [start, next];
    const last = (list.items[index] as Node).range?.[1] ?? start;
    // The value of a map in lines ends behind its last line break.
    const end = this.text[last - 1] === "\n" ? last : lineEnd(this.text, last) + 1;
    return [start, Math.min(end, this.text.length)];
  }

  private commented(start: number): number {
    let from = start;
    while (from > 0) {
      const before = lineStart(this.text, from - 1);
      if (!this.text.slice(before, from).trimStart().startsWith("#")) break;
      from = before;
    }
    return from;
  }

  private free(path: Path, code: string): string {
    const list = this.node(path.slice(0, -1));
    const taken = new Set(isSeq(list) ? list.items.map((item) => isMap(item) && item.get("code")) : []);
    for (let n = 2; ; n += 1) if (!taken.has(`${code}_${n}`)) return `${code}_${n}`;
  }
}

/** What may be written at a place. */
export type Value = string | number | { readonly [key: string]: Value };

const PLAIN = /^[A-Za-z_][A-Za-z0-9_ -]*$/;
const OTHERS = /^(true|false|yes|no|on|off|null|y|n)$/i;

/** A value as YAML: JSON is YAML, and what means nothing else stands without quotes. */
function written(value: Value): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "object") return `{${Object.entries(value).map(([key, each]) => `${written(key)}: ${written(each)}`).join(", ")}}`;
  return PLAIN.test(value) && !OTHERS.test(value) && !value.endsWith(" ") ? value : JSON.stringify(value);
}

const lineStart = (text: string, at: number) => text.lastIndexOf("\n", at - 1) + 1;

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
