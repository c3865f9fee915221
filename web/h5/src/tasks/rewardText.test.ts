import { expect, test } from "vitest";

import { rewardText } from "./rewardText.js";

const words = { points: (n: string) => `${n} points`, units: (n: string, asset: string) => `${n} ${asset}`, badge: (name: string) => `badge ${name}`, and: ", " };
const nothing = { asset: null, amount: null, coupon: null, badge: null };
const text = (reward: Parameters<typeof rewardText>[0]) => rewardText(reward, words, String);

test("a reward tells all that it brings, points by their name and others by their asset", () => {
  expect(text({ ...nothing, asset: "POINTS", amount: 30, badge: { name: "Explorer" } })).toBe("30 points, badge Explorer");
  expect(text({ ...nothing, asset: "TICKET", amount: 2, coupon: { name: "A drink" } })).toBe("2 TICKET, A drink");
});

test("without a reward there are no words", () => {
  expect(text(null)).toBe("");
  expect(text(nothing)).toBe("");
});
