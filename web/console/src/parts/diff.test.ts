import { expect, test } from "vitest";

import { diffLines, hunksOf } from "./diff.js";

const shown = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: " ", added: "+", removed: "-" }[kind]}${text}`);

test("what is in both stays, in its order", () => {
  expect(shown("a\nb\nc\nd", "a\nc\nx\nd")).toEqual([" a", "-b", " c", "+x", " d"]);
  expect(shown("a\nb", "b\na")).toEqual(["-a", " b", "+a"]);
  expect(shown("same", "same")).toEqual([" same"]);
});

test("both texts can be read back from the lines, with the numbers of each", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 16_807) % 2_147_483_647) % below;
  const text = () => Array.from({ length: random(12) + 1 }, () => "abc"[random(3)] ?? "").join("\n");
  for (let n = 0; n < 300; n += 1) {
    const [before, after] = [text(), text()];
    const lines = diffLines(before, after);
    const of = (key: "before" | "after") => lines.filter((line) => line[key] !== undefined);
    expect(of("before").map((line) => line.text).join("\n")).toBe(before);
    expect(of("after").map((line) => line.text).join("\n")).toBe(after);
    expect(of("before").map((line) => line.before)).toEqual(before.split("\n").map((_, at) => at + 1));
    expect(of("after").map((line) => line.after)).toEqual(after.split("\n").map((_, at) => at + 1));
  }
});

test("lines far from any change are left out, and near places stand together", () => {
  const lines = Array.from({ length: 40 }, (_, n) => `line ${n}`);
  const changed = lines.with(5, "five").with(8, "eight").with(30, "thirty");
  const hunks = hunksOf(diffLines(lines.join("\n"), changed.join("\n")));
  expect(hunks.map((hunk) => [hunk[0]?.before, hunk.at(-1)?.before])).toEqual([
    [3, 12],
    [28, 34],
  ]);
  expect(hunksOf(diffLines("a\nb", "a\nb"))).toEqual([]);
});
