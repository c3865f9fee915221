import { expect, test } from "vitest";

import { Wishes } from "@tessera/client";

const numbered = () => {
  let made = 0;
  return new Wishes("w", (prefix) => `${prefix}-${++made}`);
};

test("a press after a lost answer is the same wish", () => {
  const wishes = numbered();
  expect(wishes.idOf({ amount: 5 })).toBe(wishes.idOf({ amount: 5 }));
});

test("other content is another wish", () => {
  const wishes = numbered();
  expect(wishes.idOf({ amount: 5 })).not.toBe(wishes.idOf({ amount: 6 }));
});

test("after an answer the same content is a new wish", () => {
  const wishes = numbered();
  const first = wishes.idOf({ amount: 5 });
  wishes.answered();
  expect(wishes.idOf({ amount: 5 })).not.toBe(first);
});
