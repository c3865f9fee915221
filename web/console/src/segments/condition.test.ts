import { describe, expect, it } from "vitest";

import { Condition, written } from "./condition.js";
import { DEPTH_MAX, type Facts, type Group, type Joint, type Part, type Said, type Way } from "./conditionTree.js";

const FACTS: Facts = new Map([
  ["member.tier", "string"],
  ["member.tags", "list<string>"],
  ["stats.orders", "int"],
  ["stats.bought", "map<string, int>"],
  ["rfm.active", "bool"],
]);

function of(text: string): Condition {
  const condition = Condition.of(text, FACTS);
  if (!condition) throw new Error(`cannot read ${text}`);
  return condition;
}

/** What the builder shows, in a line. */
function shown(text: string, part: Part = of(text).root): string {
  if (part.kind === "other") return `<${text.slice(part.start, part.end)}>`;
  if (part.kind === "line") return [part.fact, part.key, part.compare, ...part.values].filter((each) => each !== undefined).join(" ");
  return `${part.isNegated ? "not " : ""}${part.joint ?? "one"}(${part.parts.map((each) => shown(text, each)).join(", ")})`;
}

describe("a condition is read as sentences", () => {
  it.each([
    ["", "one()"],
    ["stats.orders >= 3", "one(stats.orders >= 3)"],
    ["stats.orders > -2 && rfm.active", "all(stats.orders > -2, rfm.active true)"],
    ["!rfm.active", "one(rfm.active false)"],
    ['member.tier in ["gold", \'silver\']', "one(member.tier in gold silver)"],
    ['!(member.tier in ["gold"])', "one(member.tier outside gold)"],
    ['"vip" in member.tags || !("new" in member.tags)', "any(member.tags has vip, member.tags lacks new)"],
    ['stats.bought["milk_tea"] >= 2', "one(stats.bought milk_tea >= 2)"],
    ["rfm.active && stats.orders > 1 || stats.orders == 0", "any(all(rfm.active true, stats.orders > 1), stats.orders == 0)"],
    ["(rfm.active || stats.orders > 1) && stats.orders < 9", "all(any(rfm.active true, stats.orders > 1), stats.orders < 9)"],
    ["!(rfm.active || stats.orders > 1)", "not any(rfm.active true, stats.orders > 1)"],
    ["((rfm.active || stats.orders > 1))", "any(rfm.active true, stats.orders > 1)"],
    ["!((rfm.active))", "not one(one(rfm.active true))"],
    ["stats.orders >= 3 // regulars\n && rfm.active", "all(stats.orders >= 3, rfm.active true)"],
    ['member.tier == "a \\"b\\" && c"', 'one(member.tier == a "b" && c)'],
  ])("%s", (text, expected) => expect(shown(text)).toBe(expected));

  it.each([
    "stats.orders > 1 ? rfm.active : !rfm.active",
    "size(member.tags) > 2",
    "3 < stats.orders",
    "stats.orders + 1 > 2",
    "stats.orders > 1.5",
    "stats.orders == \"3\"",
    "member.tier == r\"gold\"",
    'member.tier == "a\\x41"',
    "member.unknown == 1",
    "stats.bought.milk_tea > 1",
    "member.tags.exists(t, t == 'a' || t == 'b')",
    "!rfm.active == true",
    "!!rfm.active",
    'member.tier in ["gold",]',
  ])("%s is shown as text", (text) => expect(shown(text)).toBe(`one(<${text}>)`));

  it.each(["stats.orders >", "a &&", "&& a", "(rfm.active", "rfm.active)", '"open', "a ? b : c ? (", "()", "a # b"])(
    "%s is not whole, or is left to the services",
    (text) => {
      const found = Condition.of(text, FACTS);
      if (found) expect(shown(text)).toBe(`one(<${text}>)`);
    },
  );

  it("to a depth; what is deeper is text", () => {
    let text = "rfm.active";
    for (let n = 0; n < 300; n += 1) text = n % 2 ? `(${text} && stats.orders > ${n})` : `(${text} || stats.orders > ${n})`;
    expect(depthOf(of(text).root)).toBe(DEPTH_MAX);
    const joined = of("a || (b && (c || (d && e || f)))");
    expect(depthOf(joined.root)).toBe(DEPTH_MAX);
    expect(joined.withJoint([1, 1, 1], "all")).toBe("a || (b && (c || ((d && e) && f)))");
    expect(depthOf(of(`${"!(".repeat(300)}rfm.active${")".repeat(300)}`).root)).toBe(DEPTH_MAX);
    expect(depthOf(of(`${"(".repeat(300)}rfm.active${")".repeat(300)}`).root)).toBeLessThanOrEqual(2);
  });
});

const depthOf = (part: Part): number => (part.kind === "group" ? 1 + Math.max(0, ...part.parts.map(depthOf)) : 0);

describe("a change writes over its place alone", () => {
  const MANY: Said = { fact: "stats.orders", compare: ">=", values: [5] };

  it("a line", () => {
    const text = "rfm.active   && // regulars\n  stats.orders>=3 // three";
    expect(of(text).with([1], MANY)).toBe("rfm.active   && // regulars\n  stats.orders >= 5 // three");
    expect(of("!rfm.active").with([0], MANY)).toBe("stats.orders >= 5");
  });

  it("an added line, in brackets where the meaning needs them", () => {
    expect(of("").withAdded([], "rfm.active", "all")).toBe("rfm.active");
    expect(of("rfm.active // c").withAdded([], "!rfm.active", "any")).toBe("rfm.active || !rfm.active // c");
    expect(of("a ? b : c").withAdded([], "rfm.active", "all")).toBe("(a ? b : c) && rfm.active");
    expect(of("a && b || c").withAdded([0], "rfm.active", "any")).toBe("a && b && rfm.active || c");
    expect(of("a && (b)").withAdded([1], "rfm.active", "any")).toBe("a && (b || rfm.active)");
    expect(of("!(a || b)").withAdded([], "rfm.active", "all")).toBe("!(a || b || rfm.active)");
  });

  it("how parts are joined", () => {
    expect(of("a && b\n && c").withJoint([], "any")).toBe("a || b\n || c");
    expect(of("a && b || c").withJoint([], "all")).toBe("(a && b) && c");
    expect(of("a && b || c").withJoint([0], "any")).toBe("(a || b) || c");
    expect(of("a && (b || c)").withJoint([1], "all")).toBe("a && (b && c)");
    expect(of("a // or ||\n || b").withJoint([], "all")).toBe("a // or ||\n && b");
  });

  it("the opposite of a group", () => {
    expect(of("a && b").withNegated([], true)).toBe("!(a && b)");
    expect(of("!(a && b)").withNegated([], false)).toBe("(a && b)");
    expect(of("! // (\n(a && b)").withNegated([], false)).toBe("(a && b)");
    expect(of("c && (a || b)").withNegated([1], true)).toBe("c && !(a || b)");
  });

  it("a part that goes", () => {
    expect(of("a && b && c").without([0])).toBe("b && c");
    expect(of("a && b && c").without([1])).toBe("a && c");
    expect(of("a && b && c").without([2])).toBe("a && b");
    expect(of("a && (b)").without([1, 0])).toBe("a");
    expect(of("(a)").without([0])).toBe("");
    expect(of("a").without([0])).toBe("");
  });
});

/** A random number below `n`, the same in each run. */
function dice(seed: number) {
  let state = seed;
  return (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
}

type Truths = Readonly<Record<"a" | "b" | "c" | "d", boolean>>;

/** Whether a condition over the names a to d holds: what JavaScript makes of it, which reads these signs as CEL does. */
function holds(text: string, { a, b, c, d }: Truths): boolean {
  const judge = JUDGES.get(text) ?? (new Function("a", "b", "c", "d", `return ${text || "true"};`) as Judge);
  JUDGES.set(text, judge);
  return judge(a, b, c, d);
}

type Judge = (...truths: readonly boolean[]) => boolean;
const JUDGES = new Map<string, Judge>();

const TRUTHS: readonly Truths[] = Array.from({ length: 16 }, (_, n) => ({ a: !!(n & 1), b: !!(n & 2), c: !!(n & 4), d: !!(n & 8) }));

function truthOf(part: Part, text: string, truths: Truths, joint?: (group: Group) => Joint | undefined): boolean {
  if (part.kind !== "group") return holds(text.slice(part.start, part.end), truths);
  const parts = part.parts.map((each) => truthOf(each, text, truths, joint));
  const all = (joint?.(part) ?? part.joint ?? "all") === "all";
  return (all ? parts.every(Boolean) : parts.some(Boolean)) !== part.isNegated;
}

function grown(roll: (n: number) => number, depth: number): string {
  const kind = roll(depth > 0 ? 6 : 2);
  if (kind < 2) return "abcd".charAt(roll(4));
  if (kind === 2) return `!(${grown(roll, depth - 1)})`;
  if (kind === 3) return `(${grown(roll, depth - 1)} ? ${grown(roll, depth - 1)} : ${grown(roll, depth - 1)})`;
  const sides = Array.from({ length: 2 + roll(2) }, () => grown(roll, depth - 1)).join(kind === 4 ? " && " : " || ");
  return roll(2) ? `(${sides})` : sides;
}

function groupsOf(part: Part, way: Way = []): Way[] {
  return part.kind === "group" ? [way, ...part.parts.flatMap((each, n) => groupsOf(each, [...way, n]))] : [];
}

it("whatever is written, the builder shows what it means, and a change means what was asked", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const roll = dice(seed);
    const text = grown(roll, 3);
    const condition = of(text);
    for (const truths of TRUTHS) expect(truthOf(condition.root, text, truths), text).toBe(holds(text, truths));
    for (const way of groupsOf(condition.root)) {
      const group = condition.at(way) as Group;
      const other = group.joint === "all" ? "any" : "all";
      const joined = condition.withJoint(way, other);
      const opposite = condition.withNegated(way, !group.isNegated);
      const added = condition.withAdded(way, "d", other);
      for (const truths of TRUTHS) {
        const says = (changed: Part) => truthOf(changed, text, truths);
        if (joined !== undefined) {
          const expected = truthOf(condition.root, text, truths, (each) => (each === group ? other : undefined));
          expect(holds(joined, truths), `${text} → ${joined}`).toBe(expected);
        }
        const changed = (change: (each: Group) => boolean): boolean => {
          const walk = (part: Part): boolean => {
            if (part === group) return change(group);
            if (part.kind !== "group") return says(part);
            const parts = part.parts.map(walk);
            return ((part.joint ?? "all") === "all" ? parts.every(Boolean) : parts.some(Boolean)) !== part.isNegated;
          };
          return walk(condition.root);
        };
        if (opposite !== undefined) expect(holds(opposite, truths), `${text} → ${opposite}`).toBe(changed((each) => !says(each)));
        const inner = (each: Group) => {
          const parts = [...each.parts.map(says), truths.d];
          return ((each.joint ?? other) === "all" ? parts.every(Boolean) : parts.some(Boolean)) !== each.isNegated;
        };
        expect(holds(added ?? "", truths), `${text} + d → ${added}`).toBe(changed(inner));
      }
    }
  }
});

it("a line that is written is read as it was", () => {
  const said: readonly Said[] = [
    { fact: "member.tier", compare: "==", values: ['a "b" \\ \n 中'] },
    { fact: "member.tier", compare: "outside", values: ["a", "b"] },
    { fact: "member.tags", compare: "lacks", values: ["x"] },
    { fact: "stats.bought", key: "milk tea", compare: "<=", values: [-4] },
    { fact: "rfm.active", compare: "false", values: [] },
  ];
  for (const each of said) expect(of(written(each)).at([0])).toMatchObject({ kind: "line", ...each });
});
