import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { ProgrammeFile, type Value } from "./programmeFile.js";

const TEXT = `# A brand.
ladders:
  - code: growth  # the main one
    grace_days: 30
    tiers:
      - {code: basic, reach: 0, keep: 0}
      - {code: gold, reach: 1000}   # from spring on
earning:
  rules:
    # One point a yuan.
    - code: order_points
      award: {points: 1, per_minor_units: 100}
    # Five for fruit.
    - code: fruit
      when: line.series == "fresh_fruit"
      award: {points: 5}
refunds: {policy: into_debt}
`;

const file = () => {
  const read = ProgrammeFile.of(TEXT);
  if (!read) throw new Error("no YAML");
  return read;
};

/** The lines that differ. */
const changes = (after: string | undefined) => {
  const [before, now] = [TEXT.split("\n"), (after ?? "").split("\n")];
  return { gone: before.filter((line) => !now.includes(line)), come: now.filter((line) => !before.includes(line)) };
};

describe("a change of a programme's file", () => {
  it("writes over the value alone", () => {
    expect(changes(file().with(["ladders", 0, "tiers", 1, "reach"], 1200))).toEqual({
      gone: ["      - {code: gold, reach: 1000}   # from spring on"],
      come: ["      - {code: gold, reach: 1200}   # from spring on"],
    });
  });

  it("adds what is missing in braces, and in lines", () => {
    expect(changes(file().with(["ladders", 0, "tiers", 1, "keep"], 800)).come).toEqual([
      "      - {code: gold, reach: 1000, keep: 800}   # from spring on",
    ]);
    expect(changes(file().with(["earning", "rules", 1, "pending_days"], 7))).toEqual({
      gone: [],
      come: ["      pending_days: 7"],
    });
    expect(parse(file().with(["ladders", 0, "downgrade"], "one_down") ?? "").ladders[0]).toMatchObject({
      downgrade: "one_down",
      grace_days: 30,
    });
  });

  it("quotes a text that would be read as something else", () => {
    for (const text of ["on", "12", "a: b", "#x", "", "金卡", "null"]) {
      const after = file().with(["ladders", 0, "code"], text);
      expect(parse(after ?? "").ladders[0].code).toBe(text);
    }
  });

  it("copies a rule behind it by another code, and takes one away with its comment", () => {
    const copied = file().withCopy(["earning", "rules", 0]);
    expect(parse(copied ?? "").earning.rules.map((rule: { code: string }) => rule.code)).toEqual([
      "order_points",
      "order_points_2",
      "fruit",
    ]);
    expect(copied?.split("# One point a yuan.").length).toBe(3);
    const last = file().without(["earning", "rules", 1]);
    expect(changes(last)).toEqual({
      gone: ["    # Five for fruit.", "    - code: fruit", '      when: line.series == "fresh_fruit"', "      award: {points: 5}"],
      come: [],
    });
    expect(parse(file().without(["earning", "rules", 0]) ?? "").earning.rules).toHaveLength(1);
    expect(parse(file().without(["ladders", 0, "tiers", 1]) ?? "").ladders[0].tiers).toHaveLength(1);
  });

  it("fills in a key that has no value yet, and copies the last line of a file without an end", () => {
    const begun = ProgrammeFile.of("rules:\n  - code: a\n    first:\n    on: visit");
    expect(begun?.with(["rules", 0, "first"], 5)).toBe("rules:\n  - code: a\n    first: 5\n    on: visit");
    expect(parse(begun?.withCopy(["rules", 0]) ?? "").rules).toMatchObject([{ code: "a" }, { code: "a_2", on: "visit" }]);
  });

  it("takes a key away, and writes a map where a word stood and a word where a map stood", () => {
    const text = "clocks:\n  a: {minutes: 5, hours: always}  # one\n  b:\n    # Of b.\n    hours: {resolution: always}\n    minutes: 7\n  c: {hours: always, minutes: 1}\n  d:\n    hours:\n      resolution: always # day and night\n    minutes: 2\n";
    const read = ProgrammeFile.of(text);
    const clocks = (after: string | undefined) => parse(after ?? "").clocks;
    const before = clocks(text);
    for (const key of ["a", "b", "c", "d"]) {
      const { hours, ...rest } = before[key];
      expect(clocks(read?.withoutKey(["clocks", key, "hours"]))).toEqual({ ...before, [key]: rest });
      for (const value of ["business", {} as Value, { next_response: "business", "a b": 1 }]) {
        expect(clocks(read?.with(["clocks", key, "hours"], value)), key).toEqual({ ...before, [key]: { ...rest, hours: value } });
      }
      expect(hours).toBeDefined();
    }
    expect(read?.withoutKey(["clocks", "a", "hours"])).toContain("  a: {minutes: 5}  # one\n");
    expect(read?.withoutKey(["clocks", "b", "hours"])).not.toContain("# Of b.");
    expect(clocks(read?.withoutKey(["clocks", "b", "hours", "resolution"])).b.hours).toEqual({});
    expect(read?.withoutKey(["clocks", "d", "hours", "resolution"])).toBeUndefined();
    expect(read?.withoutKey(["clocks", "z"])).toBeUndefined();
  });

  it("is none where nothing holds the value, and there is no file where there is no YAML", () => {
    expect(file().with(["rewards", "items", 0, "price"], 5)).toBeUndefined();
    expect(file().with(["ladders", 0], 5)).toBeUndefined();
    expect(ProgrammeFile.of("a: [")).toBeUndefined();
    expect(ProgrammeFile.of("a: &x {b: 1}\nc: *x\n")).toBeUndefined();
  });

  it.each(["tea", "car", "fashion", "retail"])("keeps every other line of %s", (brand) => {
    const text = readFileSync(join(import.meta.dirname, `../../../../examples/programmes/${brand}.yaml`), "utf8");
    const read = ProgrammeFile.of(text);
    const rules: unknown[] = parse(text).earning.rules;
    for (const n of [0, 1, rules.length - 1]) {
      const after = read?.with(["earning", "rules", n, "pending_days"], 3) ?? "";
      expect(parse(after).earning.rules[n].pending_days).toBe(3);
      const without = read?.without(["earning", "rules", n]) ?? "";
      expect(parse(without).earning.rules).toHaveLength(rules.length - 1);
      const copy = parse(read?.withCopy(["earning", "rules", n]) ?? "").earning.rules;
      expect({ ...copy[n + 1], code: copy[n].code }).toEqual(copy[n]);
    }
  });
});
