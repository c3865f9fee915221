import { expect, test } from "vitest";

import { checkDraw, type Told } from "../lib/api.js";

// As examples/check_draw.py works it out of a seed with the bytes 0 to 31.
const WON: Told = {
  lottery: "spring",
  number: 7,
  memberHash: "ef".repeat(32),
  requestId: "draw-49",
  commitment: "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd",
  seed: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
  odds: [
    { prize: "tote", oddsPpm: 500 },
    { prize: "drink", oddsPpm: 10_000 },
    { prize: "coupon", oddsPpm: 300_000 },
  ],
  roll: 3_987,
  drawn: "drink",
};

test("a draw that follows from the seed is right, with a prize and without", async () => {
  expect(await checkDraw(WON)).toBe("right");
  expect(await checkDraw({ ...WON, requestId: "draw-1", roll: 955_472, drawn: null })).toBe("right");
});

test("a draw whose roll, prize or odds are others is wrong", async () => {
  const kinder = WON.odds.map((each) => (each.prize === "tote" ? { ...each, oddsPpm: 5_000 } : each));
  expect(await checkDraw({ ...WON, roll: 3_988 })).toBe("roll");
  expect(await checkDraw({ ...WON, drawn: "tote" })).toBe("roll");
  expect(await checkDraw({ ...WON, requestId: "draw-50" })).toBe("roll");
  expect(await checkDraw({ ...WON, odds: kinder })).toBe("roll");
});

test("another seed than was committed to is wrong, and so is none", async () => {
  expect(await checkDraw({ ...WON, seed: "00".repeat(32) })).toBe("seed");
  expect(await checkDraw({ ...WON, seed: null })).toBe("seed");
});
