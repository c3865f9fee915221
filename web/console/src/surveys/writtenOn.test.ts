import { expect, test } from "vitest";

import { formatOf } from "../lib/format.js";
import { writtenOn } from "./writtenOn.js";

test("a comment has its day in words, one of an anonymous survey its month", () => {
  expect(writtenOn(formatOf("en"), "2026-12-01")).toBe("1 Dec 2026");
  expect(writtenOn(formatOf("zh"), "2026-12-01")).toBe("2026年12月1日");
  expect(writtenOn(formatOf("en"), "2026-12")).toBe("Dec 2026");
});
