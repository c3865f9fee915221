import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { piecesOf } from "./pieces.js";

const EXAMPLES = join(import.meta.dirname, "../../../../examples/programmes");
const tea = readFileSync(join(EXAMPLES, "tea.yaml"), "utf8");

const FILE = `
assets: []
rewards:   # what points buy
  items:
    # a comment about stock: 7
    - code: bag
      name: {zh: 袋, en: 'Bag, stock: 9'}
      stock: 100   # pieces
      grants: {coupon: {code: cup, stock: 3}}
    - code: cup
      name: {zh: 杯}
    - {code: "pen", name: {zh: 笔, stock: 4}, limits: [{per: day, stock: 5}], stock: 12, price: 3}

    - code: 'hat'
      stock: 5
  voucher_days: 30
other:
  items:
    - code: hat
      stock: 1
`;

test("the number is found however the reward is written, and only it changes", () => {
  for (const [code, count] of [["bag", 100], ["hat", 5]] as const) {
    const pieces = piecesOf(FILE, code);
    expect(pieces?.count).toBe(count);
    const lines = pieces?.with(250).split("\n") ?? [];
    const changed = lines.filter((line, n) => line !== FILE.split("\n")[n]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatch(/^ +stock: 250/);
  }
});

test("of a reward within braces only its own number counts", () => {
  // Its code stands in quotes, which hide it: an unknown way of writing is left to a person.
  expect(piecesOf(FILE, "pen")).toBeUndefined();
  const plain = FILE.replace('"pen"', "pen");
  expect(piecesOf(plain, "pen")?.count).toBe(12);
  expect(piecesOf(plain, "pen")?.with(13)).toBe(plain.replace("stock: 12", "stock: 13"));
});

test("without a number of its own, or by a code that stands twice, nothing is found", () => {
  expect(piecesOf(FILE, "cup")).toBeUndefined();
  expect(piecesOf(FILE, "nobody")).toBeUndefined();
  expect(piecesOf(FILE.replace("- code: cup", "- code: bag"), "bag")).toBeUndefined();
  expect(piecesOf("rewards: {items: [{code: a, stock: 1}]}", "a")).toBeUndefined();
});

test("the example programme is understood", () => {
  expect(piecesOf(tea, "tote_bag")?.count).toBe(100);
  expect(piecesOf(tea, "tasting")?.with(21)).toContain("stock: 21");
  expect(piecesOf(tea, "free_drink")).toBeUndefined();
});
