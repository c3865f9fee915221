import { expect, test } from "vitest";

import { stateOf } from "./stock.js";

test("less than a tenth of all pieces is little, and none is none", () => {
  expect(stateOf({ stock: null, redeemedCount: 9 })).toBeUndefined();
  expect(stateOf({ stock: 0, redeemedCount: 0 })).toBe("none");
  expect(stateOf({ stock: 10, redeemedCount: 90 })).toBe("enough");
  expect(stateOf({ stock: 9, redeemedCount: 91 })).toBe("low");
  expect(stateOf({ stock: 1, redeemedCount: 0 })).toBe("enough");
});
