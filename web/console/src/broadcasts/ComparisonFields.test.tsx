import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { ComparisonFields, comparisonOf, NONE, whole, type Written } from "./ComparisonFields.js";

const COMPARED: Written = { ...NONE, compares: true, against: "come_back， birthday" };

test("without a comparison one message goes to all", () => {
  expect(comparisonOf(NONE)).toBeNull();
});

test("codes stand between commas of either language", () => {
  expect(comparisonOf(COMPARED)).toEqual({
    against: ["come_back", "birthday"],
    heldOutPercent: 10,
    percent: 20,
    metric: "ORDER_RATE",
    withinDays: 7,
  });
});

test("nothing is asked for while a number is wrong", () => {
  for (const part of [{ heldOut: "51" }, { percent: "0" }, { percent: "" }, { within: "31" }, { within: "1.5" }]) {
    expect(comparisonOf({ ...COMPARED, ...part })).toBeUndefined();
  }
  expect(comparisonOf({ ...COMPARED, heldOut: "0" })?.heldOutPercent).toBe(0);
  expect(comparisonOf({ ...COMPARED, against: "", heldOut: "0" })).toBeUndefined();
  expect(whole(" ", 0, 9)).toBeUndefined();
});

test("a wrong number is told beside its field", () => {
  const written = { ...COMPARED, against: "", heldOut: "0" };
  render(<ComparisonFields written={written} onChange={() => undefined} />);
  expect(screen.getByText("0 到 50 的整数；没有其他消息时至少为 1")).toBeTruthy();
  expect(screen.queryByText("1 到 100 的整数")).toBeNull();
});
