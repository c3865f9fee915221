import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { load, Phone } from "./phone.js";
import { expressions, names, read, within, type Node } from "./wxml.js";

const SOURCES = join(import.meta.dirname, "../src");
const PAGES = (JSON.parse(readFileSync(join(SOURCES, "app.json"), "utf8")) as { pages: string[] }).pages;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Names of no data and of no list around them. */
function unbound(nodes: readonly Node[], known: ReadonlySet<string>): string[] {
  return nodes.flatMap((node) => {
    const list = node.attributes["wx:for"];
    const inner = list === undefined ? known : new Set([...known, node.attributes["wx:for-item"] ?? "item", node.attributes["wx:for-index"] ?? "index"]);
    const own = expressions({ ...node, attributes: { ...node.attributes, "wx:for": "" } }).flatMap(names).filter((name) => !inner.has(name));
    const outer = names(list?.slice(2, -2) ?? "").filter((name) => !known.has(name));
    return [...outer, ...own, ...unbound(node.children, inner)];
  });
}

test.each(PAGES)("%s names nothing but what its page has, and calls no function in its markup", async (name) => {
  const nodes = read(`${name}.wxml`);
  const page = await new Phone().open(name);
  expect(within(nodes).length).toBeGreaterThan(8);
  expect(unbound(nodes, new Set(Object.keys(page.data)))).toEqual([]);
  // WXML knows no calls.
  expect(within(nodes).flatMap(expressions).filter((each) => /[\w\])]\s*\(/.test(each))).toEqual([]);
});

test.each(PAGES)("%s has a method for each event, and a style for each class", async (name) => {
  let methods: string[] = [];
  vi.stubGlobal("wx", { getAppBaseInfo: () => ({ language: "en" }) });
  vi.stubGlobal("Page", (given: object) => (methods = Object.keys(given)));
  await load(name);
  const attributes = within(read(`${name}.wxml`)).flatMap((node) => Object.entries(node.attributes));
  const events = attributes.flatMap(([key, value]) => (/^(bind|catch)/.test(key) ? [value] : []));
  expect(events.filter((event) => !methods.includes(event))).toEqual([]);
  const styles = ["app.wxss", `${name}.wxss`].map((file) => readFileSync(join(SOURCES, file), "utf8")).join("\n");
  const classes = attributes.flatMap(([key, value]) => (key === "class" ? value.split(" ") : []));
  expect(classes.filter((each) => !new RegExp(`\\.${each}[\\s,{.[:]`).test(styles))).toEqual([]);
});

test("a name that is nowhere is found, and so is markup that is not closed", () => {
  const node = (attributes: Record<string, string>, children: Node[] = []): Node => ({ tag: "view", text: "", attributes, children });
  const text = (inner: string): Node => ({ tag: "", text: inner, attributes: {}, children: [] });
  const list = node({ "wx:for": "{{rows}}" }, [text("{{item.name}} {{missing ? 'a' : item}}")]);
  expect(unbound([list, text("{{item}}")], new Set(["rows"]))).toEqual(["missing", "item"]);
});

test("pages and files are the same, and the tabs come first", () => {
  const app = JSON.parse(readFileSync(join(SOURCES, "app.json"), "utf8")) as { tabBar: { list: { pagePath: string }[] } };
  const tabs = app.tabBar.list.map(({ pagePath }) => pagePath);
  expect(tabs).toHaveLength(5);
  expect(PAGES.slice(0, tabs.length)).toEqual(tabs);
  const folders = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("page.wxml"));
  expect(folders.map((file) => file.replace(".wxml", "")).sort()).toEqual([...PAGES].sort());
});

test("an English phone has English tabs and titles, a Chinese one keeps those of app.json", async () => {
  const english = new Phone("en");
  await english.open("app");
  english.app?.onLaunch({ query: {} });
  expect(english.calls["setTabBarItem"]).toHaveLength(5);
  const page = await english.open("rewards/page");
  await page.call("onLoad");
  expect(english.calls["setNavigationBarTitle"]).toEqual([{ title: "Rewards" }]);
  const chinese = new Phone("zh_TW");
  await chinese.open("app");
  chinese.app?.onLaunch({ query: {} });
  expect(chinese.calls["setTabBarItem"]).toBeUndefined();
});
