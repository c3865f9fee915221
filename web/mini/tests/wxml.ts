import { readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = join(import.meta.dirname, "../src");
const TAG = /<!--[\s\S]*?-->|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:-]+)(?:="([^"]*)")?/g;
const GAP = /\{\{([\s\S]*?)\}\}/g;

/** An element as WXML has it; a text is one of the tag "". */
export interface Node {
  readonly tag: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
}

/** An element as a member sees it. */
export interface Seen {
  readonly tag: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: Seen[];
}

type Scope = Readonly<Record<string, unknown>>;

/** The elements of a file of src, with those of the files that it includes. Throws where WXML is not closed well. */
export function read(file: string): Node[] {
  const text = readFileSync(join(SOURCES, file), "utf8");
  const root: Node = { tag: "root", text: "", attributes: {}, children: [] };
  const open = [root];
  let end = 0;
  const into = () => open.at(-1) as Node;
  for (const tag of text.matchAll(TAG)) {
    const between = text.slice(end, tag.index);
    if (/[<>]/.test(between.replace(GAP, ""))) throw new Error(`${file}: ${between.trim()} is no WXML`);
    if (between.trim()) into().children.push({ tag: "", text: between.trim(), attributes: {}, children: [] });
    end = tag.index + tag[0].length;
    const [, closed, opened, inner = "", single] = tag;
    if (closed) {
      if (open.pop()?.tag !== closed) throw new Error(`${file}: </${closed}> closes nothing`);
    } else if (opened) {
      const attributes = Object.fromEntries([...inner.matchAll(ATTRIBUTE)].map(([, name = "", value = "true"]) => [name, value]));
      if (opened === "include") into().children.push(...read(attributes["src"] ?? ""));
      else {
        const node: Node = { tag: opened, text: "", attributes, children: [] };
        into().children.push(node);
        if (!single) open.push(node);
      }
    }
  }
  if (open.length !== 1 || text.slice(end).trim()) throw new Error(`${file}: <${into().tag}> is not closed`);
  return root.children;
}

/** What stands between braces, wherever. */
export function expressions(node: Node): string[] {
  return [node.text, ...Object.values(node.attributes)].flatMap((text) => [...text.matchAll(GAP)].map(([, inner = ""]) => inner.trim()));
}

/** The names that an expression takes from outside itself. */
export function names(expression: string): string[] {
  const bare = expression.replace(/'[^']*'|"[^"]*"/g, "").replace(/\.\s*[A-Za-z_$][\w$]*/g, "");
  return [...bare.matchAll(/[A-Za-z_$][\w$]*/g)].map(([name]) => name).filter((name) => !["true", "false", "null", "undefined"].includes(name));
}

/** A value of WXML: one gap alone keeps its type, and a name that is nowhere throws. */
function valueOf(text: string, scope: Scope): unknown {
  const evaluate = (inner: string) => new Function("scope", `with (scope) { return (${inner}); }`)(scope) as unknown;
  const whole = /^\{\{([^{}]*)\}\}$/.exec(text.trim());
  return whole ? evaluate(whole[1] ?? "") : text.replace(GAP, (_, inner: string) => String(evaluate(inner)));
}

/** The elements as a page's data makes them: conditions, lists and gaps, as WeChat does. */
export function draw(nodes: readonly Node[], scope: Scope): Seen[] {
  let isChosen = false;
  return nodes.flatMap((node) => {
    const { "wx:if": first, "wx:elif": other, "wx:else": last } = node.attributes;
    const condition = first ?? other;
    if (condition !== undefined || last !== undefined) {
      const holds = (condition === undefined || Boolean(valueOf(condition, scope))) && (first !== undefined || !isChosen);
      isChosen = first !== undefined ? holds : isChosen || holds;
      if (!holds) return [];
    }
    const list = node.attributes["wx:for"];
    if (list === undefined) return drawOne(node, scope);
    const { "wx:for-item": item = "item", "wx:for-index": index = "index" } = node.attributes;
    return (valueOf(list, scope) as unknown[]).flatMap((each, at) => drawOne(node, { ...scope, [item]: each, [index]: at }));
  });
}

function drawOne(node: Node, scope: Scope): Seen[] {
  const children = draw(node.children, scope);
  if (node.tag === "block") return children;
  const shown = Object.entries(node.attributes).filter(([name]) => !name.startsWith("wx:"));
  const attributes = Object.fromEntries(shown.map(([name, value]) => [name, valueOf(value, scope)]));
  return [{ tag: node.tag, text: node.tag ? "" : String(valueOf(node.text, scope)), attributes, children }];
}

/** An element and all within. */
export const within = <N extends { readonly children: N[] }>(nodes: readonly N[]): N[] => nodes.flatMap((node) => [node, ...within(node.children)]);

/** All words of an element, in their order. */
export const words = (nodes: readonly Seen[]): string => nodes.map(({ text, children }) => text || words(children)).filter(Boolean).join(" ");
