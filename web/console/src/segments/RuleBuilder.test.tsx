import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CONDITION_WORDS } from "../lib/conditionWords.js";
import { prefer } from "../lib/preferences.js";
import { begun, declaredBy } from "./choices.js";
import { Condition } from "./condition.js";
import type { Facts, FactType } from "./conditionTree.js";
import { RuleBuilder } from "./RuleBuilder.js";

interface Declaration {
  facts: Record<string, Record<string, { type: FactType }>>;
  kinds: Record<string, { sees: string[] }>;
}

const DECLARATION = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../protos/tessera/programme/v1/condition_facts.json"), "utf8"),
) as Declaration;

/** As the services tell them for segments. */
const FACTS: Facts = new Map(
  DECLARATION.kinds["segments.member"]?.sees.flatMap((each) => {
    const [root = "", name] = each.split(".");
    return Object.entries(DECLARATION.facts[root] ?? {}).flatMap(([fact, { type }]) =>
      !name || name === fact ? [[`${root}.${fact}`, type] as const] : [],
    );
  }),
);

const TEA = JSON.stringify({
  currency: "CNY",
  ladders: [{ code: "tea", tiers: [{ code: "leaf", name: { zh: "茶叶", en: "Leaf" } }, { code: "gold", name: { en: "Gold" } }] }],
  tags: [{ code: "student", name: { zh: "学生" } }],
  rfm: { classes: { r3m3: "best", r3m2: "best", r1m1: "lost" } },
});

const read: { text: string } = { text: "" };

function Drafted({ text, counts }: { text: string; counts: ReadonlyMap<string, number> }) {
  const [when, setWhen] = useState(text);
  const words = CONDITION_WORDS.en;
  const condition = Condition.of(when, FACTS);
  if (!condition) throw new Error("cannot be read");
  return (
    <RuleBuilder condition={condition} facts={FACTS} declared={declaredBy(TEA, "en", words)} words={words} counts={counts} onWrite={(next) => {
        read.text = next;
        setWhen(next);
      }} />
  );
}

const build = (text: string, counts: Record<string, number> = {}) => {
  read.text = text;
  render(<Drafted text={text} counts={new Map(Object.entries(counts))} />);
};

const press = (name: string, within_ = screen as Pick<typeof screen, "getAllByRole">, n = 0) =>
  fireEvent.click(within_.getAllByRole("button", { name })[n] as HTMLElement);

beforeEach(() => prefer({ language: "en" }));
afterEach(cleanup);

describe("the builder", () => {
  it("says a condition in sentences, with the names that the programme gives and each line's count", () => {
    build('member.tier in ["gold", "old"] && (stats.spent_minor_30d >= 1850 || size(member.tags) > 1)', { "size(member.tags) > 1": 12 });
    const all = screen.getByRole("group", { name: "Group: All hold" });
    const [first] = within(all).getAllByRole("listitem");
    expect(first?.textContent).toMatch(/Tier.*is one of.*Gold.*old/);
    const any = within(all).getByRole("group", { name: "Group: Any holds" });
    expect(within(any).getByRole("textbox", { name: "Money spent in 30 days Value" })).toHaveProperty("value", "18.5");
    expect(any.textContent).toContain("size(member.tags) > 1");
    expect(any.textContent).toContain("text only");
    expect(any.textContent).toContain("Members: 12");
  });

  it("adds lines and groups to the text, and the keyboard goes on in what was added", () => {
    build("");
    press("Add a condition");
    expect(read.text).toBe("stats.orders_30d >= 1");
    expect(document.activeElement?.closest("#line-0")).not.toBeNull();
    press("Add a group");
    press("Add a condition", within(screen.getByRole("group", { name: "Group: Any holds" })));
    expect(read.text).toBe("stats.orders_30d >= 1 && (stats.orders_30d >= 1 || stats.orders_30d >= 1)");
  });

  it("removes a line, and the keyboard stays in it", () => {
    build("stats.orders > 1 && rfm.active // seen");
    press("Remove “Orders ever”");
    expect(read.text).toBe("rfm.active // seen");
    expect(document.activeElement?.closest("[role=group]")).not.toBeNull();
    press("Remove “Highly active”");
    expect(read.text).toBe("");
    expect(screen.getByText(/No conditions yet/)).toBeDefined();
  });

  it("writes numbers once they are whole, money in its unit", () => {
    build("stats.spent_minor > 1000");
    const money = screen.getByRole("textbox", { name: "Money spent ever Value" });
    fireEvent.change(money, { target: { value: "12.345" } });
    expect(read.text).toBe("stats.spent_minor > 1000");
    expect(money.getAttribute("aria-invalid")).toBe("true");
    fireEvent.change(money, { target: { value: "12.34" } });
    expect(read.text).toBe("stats.spent_minor > 1234");
  });

  it("adds and removes values, of those that there are first", () => {
    build('member.tier in ["gold"]');
    press("Tier Add a value");
    expect(read.text).toBe('member.tier in ["gold", "leaf"]');
    press("Remove the value Gold");
    expect(read.text).toBe('member.tier in ["leaf"]');
  });
});

it("each fact begins with a line that its type allows", () => {
  const { choices } = declaredBy(TEA, "zh", CONDITION_WORDS.zh);
  expect(choices.get("rfm.value_class")?.map(({ key }) => key)).toEqual(["best", "lost"]);
  for (const fact of FACTS.keys()) expect(begun(fact, FACTS, choices), fact).toMatchObject({ fact });
  expect(begun("member.tags", FACTS, choices)).toEqual({ fact: "member.tags", compare: "has", values: ["student"] });
  expect(begun("member.activities", FACTS, choices)).toMatchObject({ key: "order", values: [1] });
  for (const wrong of ["", "[]", "null", '{"ladders": 5, "rfm": null, "tags": [null, 5]}', undefined]) {
    expect(declaredBy(wrong, "en", CONDITION_WORDS.en).digits, wrong).toBe(2);
  }
});

it("every fact has a name in both languages, and both say the same things", () => {
  const { zh, en } = CONDITION_WORDS;
  expect(Object.keys(zh.facts).sort()).toEqual([...FACTS.keys()].sort());
  for (const [name, words] of Object.entries(zh)) {
    const other = en[name as keyof typeof en];
    if (typeof words === "object") expect(Object.keys(other), name).toEqual(Object.keys(words));
  }
  for (const fact of Object.keys(zh.choices)) expect(Object.keys(en.choices[fact] ?? {})).toEqual(Object.keys(zh.choices[fact] ?? {}));
});
