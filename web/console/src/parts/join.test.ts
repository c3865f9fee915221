import { expect, test } from "vitest";

import { join, placesOf } from "./join.js";

const NAMES = { mine: "draft", theirs: "version 5" };
const joined = (base: string, mine: string, theirs: string) => join(base, mine, theirs, NAMES);

test("changes of different lines stand beside each other", () => {
  const base = "cup: 10\nbag: 20\ntea: 30\n";
  const both = joined(base, "cup: 15\nbag: 20\ntea: 30\n", "cup: 10\nbag: 25\ntea: 30\nmug: 1\n");
  expect(both).toEqual({ text: "cup: 15\nbag: 25\ntea: 30\nmug: 1\n", conflicts: [] });
});

test("of two changes of one line, both stay between marks, and nothing is chosen", () => {
  const both = joined("a\nb\nc", "a\nmine\nc", "a\ntheirs\nc");
  expect(both.text).toBe("a\n<<<<<<< draft\nmine\n=======\ntheirs\n>>>>>>> version 5\nc");
  expect(both.conflicts).toEqual([2]);
  expect(placesOf(both.text)).toEqual([2]);
  expect(placesOf("a: 1\n=======\nb: 2")).toEqual([2]);
  expect(placesOf("note: \"<<<<<<< \"")).toEqual([]);
});

test("lines that both added at one place are in conflict, for nobody knows their order", () => {
  expect(joined("a\nz", "a\nm\nz", "a\nt\nz").conflicts).toEqual([2]);
  expect(joined("a\nz", "a\nm\nz", "a\nm\nz")).toEqual({ text: "a\nm\nz", conflicts: [] });
});

test("one change that reaches over two of the other's is one conflict", () => {
  const both = joined("a\nb\nc\nd\ne", "a\nB\nc\nD\ne", "a\nx\ne");
  expect(both.text).toBe("a\n<<<<<<< draft\nB\nc\nD\n=======\nx\n>>>>>>> version 5\ne");
  expect(both.conflicts).toEqual([2]);
});

test("whoever changed nothing loses nothing, and it matters not who is first", () => {
  let seed = 11;
  const random = (below: number) => (seed = (seed * 16_807) % 2_147_483_647) % below;
  const changed = (lines: readonly string[]) =>
    lines.flatMap((line) => (random(5) ? [line] : [[], [`new ${random(3)}`], [line, `more ${random(3)}`]][random(3)] ?? []));
  let whole = 0;
  for (let n = 0; n < 500; n += 1) {
    const base = Array.from({ length: random(12) + 1 }, (_, at) => `${at % 4}`);
    const [mine, theirs] = [changed(base).join("\n"), changed(base).join("\n")];
    const text = base.join("\n");
    expect(joined(text, mine, text)).toEqual({ text: mine, conflicts: [] });
    expect(joined(text, text, theirs)).toEqual({ text: theirs, conflicts: [] });
    expect(joined(text, mine, mine)).toEqual({ text: mine, conflicts: [] });
    const [there, back] = [joined(text, mine, theirs), joined(text, theirs, mine)];
    expect(there.conflicts.length).toBe(back.conflicts.length);
    if (there.conflicts.length) continue;
    whole += 1;
    expect(back.text).toBe(there.text);
  }
  expect(whole).toBeGreaterThan(50);
});
