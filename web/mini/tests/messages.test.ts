import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { en } from "../src/messages/en.js";
import { zh } from "../src/messages/zh.js";

const SOURCES = join(import.meta.dirname, "../src");
const HAN = /\p{Script=Han}/u;

/** The texts of a part of the messages, with gaps filled. */
const saidIn = (part: unknown): string[] => {
  if (typeof part === "string") return [part];
  if (typeof part === "function") return [(part as (...gaps: string[]) => string)("1", "2", "3")];
  return Object.values(part as object).flatMap(saidIn);
};

test("English has no Chinese characters, and no text stands outside messages but the tabs that WeChat shows first", () => {
  const said = saidIn(en);
  expect(said).toHaveLength(saidIn(zh).length);
  expect(said.filter((text) => !text.trim() || HAN.test(text))).toEqual([]);
  expect(en.tabs).toHaveLength(zh.tabs.length);
  const sources = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => /\.(ts|wxml)$/.test(file) && !/messages|generated/.test(file));
  expect(sources.filter((file) => HAN.test(readFileSync(join(SOURCES, file), "utf8")))).toEqual([]);
  const tabs = (JSON.parse(readFileSync(join(SOURCES, "app.json"), "utf8")) as { tabBar: { list: { text: string }[] } }).tabBar.list;
  expect(tabs.map(({ text }) => text)).toEqual(zh.tabs);
});
