import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";

import { FORM_WORDS } from "../lib/formWords.js";
import { fraction, minorUnits } from "../lib/money.js";
import { prefer } from "../lib/preferences.js";
import { FormContext, keyOf } from "./form.js";
import { ProgrammeFile } from "./programmeFile.js";
import { valuesOf } from "./programmeValues.js";
import { RulesForm } from "./RulesForm.js";
import { TermsForm } from "./TermsForm.js";

const TEA = `currency: CNY
earning:
  rules:
    - code: order_points
      name: {zh: 消费积分, en: Purchase}
      on: order
      asset: POINTS
      award: {points: 1, per_minor_units: 100}
      multipliers: [tier, campaigns]
      caps: [{per: day, times: 3}]
      pending_days: 7
    - code: fresh_fruit_bonus
      on: order
      each: item
      when: line.series == "fresh_fruit"
      asset: POINTS
      award: {points: 5}
  campaigns:
    - {code: weekend, name: {zh: 周末, en: Weekend}, percent: 200, from: 2026-03-01}
`;

beforeEach(() => prefer({ language: "en" }));
afterEach(cleanup);

function rules(isReadOnly = false) {
  const file = ProgrammeFile.of(TEA);
  if (!file) throw new Error("no YAML");
  const write = vi.fn<(text: string | undefined) => void>();
  const faults = new Map([["earning.rules[0].award.points", "too many"]]);
  render(
    <FormContext value={{ file, write, isReadOnly, faults }}>
      <RulesForm values={valuesOf(file.plain)} digits={2} />
    </FormContext>,
  );
  return { write, after: () => parse(write.mock.lastCall?.[0] ?? "").earning.rules };
}

describe("the rules of a programme", () => {
  it("are sentences in both languages", () => {
    prefer({ language: "zh" });
    rules();
    const [first] = screen.getAllByRole("listitem");
    expect(first?.textContent).toMatch(/消费每满 .*CNY得 .*POINTS/);
    cleanup();
    prefer({ language: "en" });
    rules();
    expect(screen.getAllByRole("listitem")[0]?.textContent).toMatch(/POINTS for every .*CNY of purchases/);
  });

  it("take money in its unit, and write minor units", () => {
    const { write, after } = rules();
    const money = screen.getByRole("textbox", { name: "Purchase Money" });
    expect(money).toHaveProperty("value", "1");
    fireEvent.change(money, { target: { value: "1.5" } });
    expect(after()[0].award).toEqual({ points: 1, per_minor_units: 150 });
    write.mockClear();
    fireEvent.change(money, { target: { value: "1.555" } });
    expect(write).not.toHaveBeenCalled();
    expect(money.getAttribute("aria-invalid")).toBe("true");
  });

  it("are copied and removed, and say what the services find wrong", () => {
    const { after } = rules();
    fireEvent.click(screen.getByRole("button", { name: "Copy “Purchase”" }));
    expect(after()[1]).toEqual({ ...after()[0], code: "order_points_2" });
    fireEvent.click(screen.getByRole("button", { name: "Remove “Purchase”" }));
    expect(after()[0].code).toBe("fresh_fruit_bonus");
    const points = screen.getByRole("textbox", { name: "Purchase Amount" });
    expect(points.getAttribute("aria-invalid")).toBe("true");
  });

  it("have names in both languages, which are written", () => {
    const { after } = rules();
    fireEvent.change(screen.getByRole("textbox", { name: "order_points English name" }), { target: { value: "Orders: all" } });
    expect(after()[0].name).toEqual({ zh: "消费积分", en: "Orders: all" });
    fireEvent.change(screen.getByRole("textbox", { name: "fresh_fruit_bonus Chinese name" }), { target: { value: "鲜果" } });
    expect(after()[1].name).toEqual({ zh: "鲜果", en: "鲜果" });
  });

  it("are only read without the permission", () => {
    rules(true);
    const [first] = screen.getAllByRole("listitem");
    expect(within(first as HTMLElement).queryAllByRole("button")).toEqual([]);
    expect(screen.getByRole("textbox", { name: "Purchase Money" })).toHaveProperty("disabled", true);
  });
});

describe("rewards and clocks", () => {
  const TERMS = `rewards:
  items:
    - {code: cup, prices: {POINTS: 300, MAKE_UP_CARD: 1}}
feedback:
  clocks:
    urgent: {first_response_minutes: 15, hours: {resolution: always}}
`;
  const terms = (isReadOnly = false) => {
    const file = ProgrammeFile.of(TERMS);
    if (!file) throw new Error("no YAML");
    const write = vi.fn<(text: string | undefined) => void>();
    render(
      <FormContext value={{ file, write, isReadOnly, faults: new Map() }}>
        <TermsForm values={valuesOf(file.plain)} digits={2} />
      </FormContext>,
    );
    return () => parse(write.mock.lastCall?.[0] ?? "");
  };

  it("a reward has a price in each asset that it costs", () => {
    const after = terms();
    fireEvent.change(screen.getByRole("textbox", { name: "cup Points MAKE_UP_CARD" }), { target: { value: "2" } });
    expect(after().rewards.items[0].prices).toEqual({ POINTS: 300, MAKE_UP_CARD: 2 });
  });

  it("each clock has hours of its own, which are chosen", () => {
    const after = terms();
    fireEvent.click(screen.getByRole("button", { name: /Urgent Hours Resolution/ }));
    fireEvent.click(screen.getByRole("option", { name: "Business hours" }));
    expect(after().feedback.clocks.urgent.hours).toEqual({ resolution: "business" });
    fireEvent.click(screen.getByRole("button", { name: /Urgent Hours$/ }));
    fireEvent.click(screen.getByRole("option", { name: "As usual" }));
    expect(after().feedback.clocks.urgent).toEqual({ first_response_minutes: 15 });
  });

  it("are only read without the permission", () => {
    terms(true);
    expect(screen.getByText(/Around the clock/).textContent).toBe("ResolutionAround the clock");
    expect(screen.queryAllByRole("button")).toEqual([]);
  });
});

it("money is written in its unit", () => {
  expect(["18.5", "18.50", "18", "0.05", "18.", "18.555", "1,8", "-1", "", "1e3"].map((each) => minorUnits(each, 2))).toEqual([
    1850, 1850, 1800, 5, 1800, undefined, undefined, undefined, undefined, undefined,
  ]);
  expect(minorUnits("600", 0)).toBe(600);
  expect(minorUnits("6.5", 0)).toBeUndefined();
  expect([fraction(1850, 2), fraction(600, 0)]).toEqual(["18.5", "600"]);
});

it("a value is named as the services name it", () => {
  expect(keyOf(["earning", "rules", 2, "award", "points"])).toBe("earning.rules[2].award.points");
});

it("both languages have the same places in their sentences", () => {
  const places = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [name, text] of Object.entries(FORM_WORDS.zh)) {
    const other = FORM_WORDS.en[name as keyof typeof FORM_WORDS.en];
    if (typeof text === "string") expect(places(other as string), name).toEqual(places(text));
    if (typeof text === "object") expect(Object.keys(other), name).toEqual(Object.keys(text));
  }
});

it("a section that is written otherwise is left to the file", () => {
  const values = valuesOf(parse("currency: 5\nladders: [1]\nearning: {rules: {a: 1}, campaigns: []}\nfeedback: {clocks: [1]}\n"));
  expect(values).toEqual({ earning: { rules: undefined, campaigns: [] } });
  expect(valuesOf(null)).toEqual({});
  const rule = "code: a, on: visit, award: {points: 1}";
  for (const begun of ["budget: ", "caps: 5", "caps: [null]", "when: {a: 1}", "multipliers: tier"]) {
    expect(valuesOf(parse(`earning: {rules: [{${rule}, ${begun}}]}`)).earning?.rules, begun).toBeUndefined();
  }
});
