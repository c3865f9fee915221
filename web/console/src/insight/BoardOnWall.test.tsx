import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { BoardOnWall } from "./BoardOnWall.js";
import { AT_ONCE } from "./turns.js";

const figures = Array.from({ length: AT_ONCE + 1 }, (_, n) => ({ key: `${n}`, name: `figure ${n}`, value: `${n}0`, standing: null }));

test("a wall shows some figures at a time, and Escape or its button ends it", () => {
  const onClose = vi.fn();
  const { unmount } = render(<BoardOnWall figures={figures} lead="as of now" onClose={onClose} />);
  const shown = screen.getAllByRole("listitem").length;
  expect([1, AT_ONCE]).toContain(shown);
  fireEvent.keyDown(document, { key: "Escape" });
  expect(onClose).toHaveBeenCalledTimes(1);
  fireEvent.click(screen.getByRole("button", { name: "退出大屏" }));
  expect(onClose).toHaveBeenCalledTimes(2);
  unmount();
  fireEvent.keyDown(document, { key: "Escape" });
  expect(onClose).toHaveBeenCalledTimes(2);
});
