import { expect, test } from "vitest";

import { TesseraError } from "../lib/api.js";
import { placeOf } from "./UploadDialog.js";

const at = (line: string, column: string, problem: string) => `${line}/${column}: ${problem}`;

test("a file that cannot be read is told with its line and column", () => {
  const details = { line: "1", column: "phone", problem: "unknown" };
  const error = new TesseraError([{ code: "BULK_FILE_INVALID", message: "m", path: [], details }]);
  expect(placeOf(error, at)).toBe("1/phone: unknown");
  expect(placeOf(new TesseraError([{ code: "BODY_TOO_LARGE", message: "m", path: [] }]), at)).toBe("");
  expect(placeOf(null, at)).toBe("");
});
