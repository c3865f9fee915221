import { expect, test } from "vitest";

import { curlOf } from "./curl.js";

test("a query with quotes is one word of the shell, and the token is not in it", () => {
  const command = curlOf("http://127.0.0.1:8000", "{ member(id: \"it's\") { id } }", "");
  expect(command).toContain(`it'\\''s`);
  expect(command).toContain("Bearer $TOKEN");
});
