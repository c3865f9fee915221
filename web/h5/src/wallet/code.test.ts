import { expect, test } from "vitest";

import { grouped } from "./code.js";

test("a code stands in groups of four", () => {
  expect(grouped("VRF7K4C2JS")).toBe("VRF7 K4C2 JS");
  expect(grouped("ABCD")).toBe("ABCD");
});
