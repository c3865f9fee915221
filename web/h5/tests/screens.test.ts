import { expect, test } from "vitest";

import { SCREENS as WALKED } from "../e2e/screens.js";
import { SCREENS } from "../src/app/screens.js";

test("the list that the browser walks for barriers has every screen, and nothing that is none", () => {
  const first = new Set(WALKED.map((screen) => screen.split("/")[0] ?? ""));
  expect([...first].sort()).toEqual(["", ...Object.keys(SCREENS)].sort());
});
