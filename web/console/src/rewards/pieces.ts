/** The place in a programme's file that says how many pieces of a reward there are. */
export interface Pieces {
  readonly count: number;
  /** The file with another number there, and nothing else changed. */
  with(count: number): string;
}

interface Item {
  /** The place of its first character in the file. */
  readonly start: number;
  readonly text: string;
}

/**
 * Finds the number of pieces of a reward in the file as a person wrote it, so that comments and order
 * stay. Undefined where the reward has no number of its own, or is written in a way that is not known.
 */
export function piecesOf(sourceYaml: string, code: string): Pieces | undefined {
  const found = itemsOf(sourceYaml).filter((item) => valueOf(item, "code")?.text === code);
  const [item] = found;
  if (!item || found.length > 1) return undefined;
  const stock = valueOf(item, "stock");
  if (!stock || !/^\d{1,9}$/.test(stock.text)) return undefined;
  return {
    count: Number(stock.text),
    with: (count) => sourceYaml.slice(0, stock.start) + String(count) + sourceYaml.slice(stock.start + stock.text.length),
  };
}

/** The items of `rewards: items:`, each with all lines that are indented more than its dash. */
function itemsOf(sourceYaml: string): Item[] {
  const items: { start: number; text: string; dash: number }[] = [];
  let [at, inRewards, inItems] = [0, false, false];
  for (const line of sourceYaml.split(/(?<=\n)/)) {
    const indent = line.search(/[^ ]/);
    const isText = /[^\s#]/.test(line.charAt(indent));
    if (isText && indent === 0) [inRewards, inItems] = [/^rewards:\s*(#.*)?$/.test(line.trimEnd()), false];
    else if (isText && inRewards && /^ +items:\s*(#.*)?$/.test(line.trimEnd())) inItems = true;
    else if (inItems && isText) {
      const item = items.at(-1);
      const first = items[0]?.dash ?? indent;
      if (line.startsWith("- ", indent) && indent === first) items.push({ start: at, text: line, dash: indent });
      else if (item && indent > item.dash) item.text += line;
      else inItems = false;
    } else if (inItems) {
      const item = items.at(-1);
      if (item) item.text += line;
    }
    at += line.length;
  }
  return items;
}

/** A value of an item's own, be it written by lines or within braces; where it stands in the file. */
function valueOf({ start, text }: Item, key: string): Item | undefined {
  const dash = text.indexOf("- ");
  const own = text.startsWith("{", dash + 2) ? withinBraces(text, key) : byLines(text, key, dash + 2);
  return own && { start: start + own.start, text: own.text };
}

function byLines(text: string, key: string, indent: number): Item | undefined {
  const pattern = new RegExp(`^(?: {${indent}}| {${indent - 2}}- )${key}:[ ]+(["']?)([^\\s"'#]+)\\1[ ]*(?:#.*)?\\r?$`, "m");
  const match = pattern.exec(text);
  const [whole = "", quote = "", value = ""] = match ?? [];
  return match ? { start: match.index + whole.indexOf(`${quote}${value}`, whole.indexOf(":")) + quote.length, text: value } : undefined;
}

/** Braces within the braces, and what stands in quotes, are somebody else's. */
function withinBraces(text: string, key: string): Item | undefined {
  const flat = text
    .replace(/"[^"\n]*"|'[^'\n]*'/g, (quoted) => "_".repeat(quoted.length))
    .replace(/\[[^[\]]*\]/g, (list) => "_".repeat(list.length));
  const inner = (found: string) => "_".repeat(found.length);
  const open = flat.indexOf("{");
  const own = flat.slice(0, open + 1) + flat.slice(open + 1).replace(/\{[^{}]*\}/g, inner).replace(/\{[^{}]*\}/g, inner);
  const match = new RegExp(`[{,]\\s*${key}:\\s+([^\\s,}]+)`).exec(own);
  const [whole = "", value = ""] = match ?? [];
  return match ? { start: match.index + whole.length - value.length, text: value } : undefined;
}
