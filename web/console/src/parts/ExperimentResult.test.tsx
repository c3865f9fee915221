import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import type { ExperimentResultFragment } from "../generated/documents.js";
import { ExperimentResult } from "./ExperimentResult.js";

const EXPERIMENT = {
  arms: [
    { code: "control", name: "原新人礼" },
    { code: "stronger", name: "升级新人礼" },
  ],
  primaryMetric: "order_rate",
};
const LOOK: ExperimentResultFragment = {
  asOf: "2026-03-09T02:00:00Z",
  arms: [
    { arm: "control", exposed: 10_100, mature: 10_000, value: 0.03 },
    { arm: "stronger", exposed: 10_050, mature: 10_000, value: null },
  ],
  differences: [{ arm: "stronger", metric: "order_rate", primary: true, estimate: 0.006, low: 0.001, high: 0.011 }],
  guardrails: [{ metric: "opt_out_rate", arm: "stronger", colour: "RED", value: 0.009, max: 0.005, members: 10_050 }],
  sizes: "GREEN",
  sizesP: 0.72,
  crossed: 3,
  verdict: "BETTER",
  why: "升级新人礼更好。",
};

test("a result tells the verdict with its reason, the intervals, the sizes and the guardrails", () => {
  render(<ExperimentResult experiment={EXPERIMENT} look={LOOK} />);
  expect(screen.getByText("更好")).toBeTruthy();
  expect(screen.getByText("升级新人礼更好。")).toBeTruthy();
  expect(screen.getByRole("img", { name: "与对照组之差：下单率" })).toBeTruthy();
  expect(screen.getAllByText(/\+0\.6%.*\[\+0\.1%, \+1\.1%\]/).length).toBeGreaterThan(0);
  expect(screen.getByText("异常")).toBeTruthy();
  expect(screen.getByText("正常 (p = 0.72)")).toBeTruthy();
  expect(screen.getByText("10,050")).toBeTruthy();
});

test("of an arm about which nothing may be told, no figure stands there", () => {
  render(<ExperimentResult experiment={EXPERIMENT} look={{ ...LOOK, differences: [], guardrails: [] }} />);
  expect(screen.getByText("—")).toBeTruthy();
  expect(screen.queryByRole("img")).toBeNull();
});
