import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { en } from "../src/messages/en.js";
import { zh } from "../src/messages/zh.js";

const HAN = /\p{Script=Han}/u;
const SOURCES = join(import.meta.dirname, "../src");
/** Its own name in its own language, so that whoever cannot read the page finds it. */
const OWN_NAME = "profile.languages.zh";

/** Every text by its place; a sentence with gaps is filled with numbers. */
function texts(of: unknown, place = ""): [place: string, text: string][] {
  if (typeof of === "string") return [[place, of]];
  if (typeof of === "function") return [[place, String((of as (...gaps: string[]) => string)("1", "2", "3"))]];
  return Object.entries(of as object).flatMap(([key, value]) => texts(value, place ? `${place}.${key}` : key));
}

test("both languages say the same things, with the same gaps", () => {
  const chinese = new Map(texts(zh));
  expect(texts(en).map(([place]) => place).sort()).toEqual([...chinese.keys()].sort());
  for (const [place, text] of texts(en)) {
    expect(text.trim(), place).not.toBe("");
    for (const gap of ["1", "2", "3"]) expect(text.includes(gap), `${place} at gap ${gap}`).toBe(chinese.get(place)?.includes(gap));
  }
});

test("English has no Chinese characters, and texts stand nowhere but in messages", () => {
  expect(texts(en).filter(([place, text]) => HAN.test(text) && place !== OWN_NAME)).toEqual([]);
  const sources = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.|messages|generated/.test(file));
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.filter((file) => HAN.test(readFileSync(join(SOURCES, file), "utf8")))).toEqual([]);
});
