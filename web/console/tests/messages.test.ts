import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { en } from "../src/messages/en/index.js";
import { zh } from "../src/messages/zh/index.js";

const HAN = /\p{Script=Han}/u;
const ROOT = join(import.meta.dirname, "../..");
/** Its own name in its own language, so that whoever cannot read the page finds it. */
const IN_THE_OTHER_LANGUAGE = "app.preferences.language";

/** Every text by its place; a sentence with gaps is filled with numbers. */
function texts(of: unknown, place = ""): [place: string, text: string][] {
  if (typeof of === "string") return [[place, of]];
  if (typeof of === "function") return [[place, String((of as (...gaps: string[]) => string)("1", "2", "3"))]];
  return Object.entries(of as object).flatMap(([key, value]) => texts(value, place ? `${place}.${key}` : key));
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|messages|generated/.test(file));
}

test("both languages say the same things", () => {
  expect(texts(en).map(([place]) => place).sort()).toEqual(texts(zh).map(([place]) => place).sort());
});

test("no text is empty, and every gap is filled in both", () => {
  const chinese = new Map(texts(zh));
  for (const [place, text] of texts(en)) {
    expect(text.trim(), place).not.toBe("");
    for (const gap of ["1", "2", "3"]) {
      expect(text.includes(gap), `${place} at gap ${gap}`).toBe(chinese.get(place)?.includes(gap));
    }
  }
});

test("English has no Chinese characters", () => {
  const wrong = texts(en).filter(([place, text]) => HAN.test(text) && place !== IN_THE_OTHER_LANGUAGE);
  expect(wrong).toEqual([]);
});

test("texts stand nowhere but in messages", () => {
  const wrong = [...sources("console/src"), ...sources("kit")].filter((file) =>
    HAN.test(readFileSync(join(ROOT, file), "utf8")),
  );
  expect(wrong).toEqual([]);
});
