/** A piece of a condition's text, from `start` up to `end`. */
export interface Token {
  kind: "name" | "number" | "text" | "sign";
  written: string;
  start: number;
  end: number;
}

const SKIPPED = /(?:\s|\/\/[^\n]*)*/y;
const PIECES: readonly [Token["kind"], RegExp][] = [
  ["text", /[rRbB]{0,2}(?:"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/y],
  ["number", /(?:0x[0-9a-fA-F]+|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?)u?/y],
  ["name", /[A-Za-z_]\w*/y],
  ["sign", /&&|\|\||==|!=|<=|>=|[()[\]{}.,?:<>!+\-*/%]/y],
];

/** The tokens of a text; undefined where one cannot be read, or a bracket has no other. */
export function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const open: string[] = [];
  for (let at = ends(SKIPPED, text, 0); at < text.length; ) {
    const found = PIECES.map(([kind, piece]) => ({ kind, end: ends(piece, text, at) })).find(({ end }) => end > at);
    if (!found) return undefined;
    const written = text.slice(at, found.end);
    if (CLOSED_BY[written]) open.push(CLOSED_BY[written]);
    else if (CLOSING.has(written) && open.pop() !== written) return undefined;
    tokens.push({ kind: found.kind, written, start: at, end: found.end });
    at = ends(SKIPPED, text, found.end);
  }
  return open.length ? undefined : tokens;
}

const CLOSED_BY: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const CLOSING: ReadonlySet<string> = new Set(Object.values(CLOSED_BY));

function ends(piece: RegExp, text: string, at: number): number {
  piece.lastIndex = at;
  return piece.test(text) ? piece.lastIndex : at;
}

/** The tokens between those that stand in no bracket and are written so. */
export function split(tokens: readonly Token[], sign: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (CLOSED_BY[token.written]) depth += 1;
    if (CLOSING.has(token.written)) depth -= 1;
    if (depth === 0 && token.written === sign) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** What one pair of brackets holds; undefined where it is not around all of them. */
export function unwrapped(tokens: readonly Token[], opening = "("): readonly Token[] | undefined {
  if (tokens[0]?.written !== opening) return undefined;
  let depth = 0;
  for (const [n, { written }] of tokens.entries()) {
    if (CLOSED_BY[written]) depth += 1;
    if (CLOSING.has(written)) depth -= 1;
    if (depth === 0) return n === tokens.length - 1 ? tokens.slice(1, -1) : undefined;
  }
  return undefined;
}
