import { afterEach, expect, test } from "vitest";

import { fakeApi, shown, unmount } from "../../tests/fakeApi.js";
import { formatOf } from "../lib/format.js";
import { FirstSteps } from "./FirstSteps.js";
import { stepsToShow, type Step } from "./stepsToShow.js";

afterEach(unmount);

const steps = (...taken: (string | null)[]): readonly Step[] =>
  (["FIRST_VISIT", "FIRST_ORDER", "FIRST_REPURCHASE"] as const).map((step, i) => ({ step, takenOn: taken[i] ?? null, dueOn: `2026-12-${10 * (i + 1)}` })) as readonly Step[];

test("steps are shown while one that is not taken is in time", () => {
  const one = steps("2026-12-01");
  expect(stepsToShow(one, "2026-12-30")).toBe(one);
  expect(stepsToShow(one, "2026-12-31")).toEqual([]);
  expect(stepsToShow(steps("2026-12-01", "2026-12-02", "2026-12-03"), "2026-12-03")).toEqual([]);
  expect(stepsToShow([], "2026-12-03")).toEqual([]);
});

test("a taken step says its day, and the next one until when it is in time", () => {
  shown(fakeApi([]).api, <FirstSteps steps={steps("2026-12-01")} />);
  expect(document.body.textContent).toContain("第一次到访12月1日完成");
  expect(document.body.textContent).toContain("第一笔订单12月20日前");
  expect(document.querySelectorAll("[aria-current=step]")).toHaveLength(1);
});

test("a day of the calendar is that of the brand's zone", () => {
  const late = new Date("2026-12-01T17:00:00Z");
  expect(formatOf("zh", "Asia/Shanghai").civilDay(late)).toBe("2026-12-02");
  expect(formatOf("en", "America/New_York").civilDay(late)).toBe("2026-12-01");
});
