import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { lastBefore, StepChart } from "./StepChart.js";

const points = [
  { at: 10, value: 5 },
  { at: 20, value: 8 },
  { at: 30, value: 2 },
];
const texts = {
  title: "Balance, now 2",
  atName: "Time",
  valueName: "Points",
  at: (at: number) => `t${at}`,
  tick: String,
  value: (value: number) => `${value} p`,
};

test("a balance holds until the next change", () => {
  expect([5, 10, 19, 20, 99].map((at) => lastBefore(points, at))).toEqual([0, 0, 0, 1, 2]);
});

test("whoever does not see the chart has a table of it", () => {
  render(<StepChart points={points} texts={texts} />);
  expect(screen.getByRole("table", { name: "Balance, now 2" })).toBeTruthy();
  expect(screen.getAllByRole("row").map((row) => row.textContent)).toEqual(["TimePoints", "t105 p", "t208 p", "t302 p"]);
});

test("arrow keys tell one point after the other", () => {
  render(<StepChart points={points} texts={texts} />);
  const chart = screen.getByRole("img", { name: "Balance, now 2" });
  fireEvent.keyDown(chart, { key: "ArrowLeft" });
  expect(chart.getAttribute("aria-label")).toBe("t20: 8 p");
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  fireEvent.keyDown(chart, { key: "ArrowRight" });
  expect(chart.getAttribute("aria-label")).toBe("t30: 2 p");
});
