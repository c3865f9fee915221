import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { Attachments } from "./Attachments.js";

const at = (state: string, problem: string | null, url: string | null, contentType: string | null = "image/png") => ({
  state, problem, url, contentType, sizeBytes: 2_048,
});

test("pictures are shown small, other files as links, and what is missing or wrong by its reason", () => {
  const attachments = [
    at("ARRIVED", null, "https://store/a"), at("ARRIVED", null, "https://store/b", "application/pdf"),
    at("MISSING", null, null), at("WRONG", "TYPE_UNKNOWN", null), at("CHECKING", null, null), at("UNCHECKED", null, "https://cdn/x", null),
  ];
  render(<Attachments attachments={attachments as never} />);
  expect(screen.getAllByRole("img").map((each) => each.getAttribute("src"))).toEqual(["https://store/a"]);
  expect(screen.getAllByRole("link").map((each) => each.getAttribute("href"))).toEqual(["https://store/a", "https://store/b", "https://cdn/x"]);
  expect(screen.getByTitle("application/pdf · 2 KiB")).toBeTruthy();
  const said = screen.getAllByRole("listitem").map((each) => each.textContent);
  expect(said.slice(2, 5)).toEqual(["附件 3: 始终未收到", "附件 4: 类型不明，不予显示", "附件 5: 正在核对"]);
});
