import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { People } from "./BehindPage.js";

const NODE = {
  memberId: "m1",
  member: { id: "m1", name: "王*", phone: "138****0001" },
  times: 2,
  minorUnits: 1200,
  lastAt: "2026-03-01T02:00:00Z",
};
const GONE = { memberId: "m2", member: null, times: null, minorUnits: null, lastAt: null };

function shown(nodes: readonly object[], currency: string | null = "CNY") {
  const page = { edges: nodes.map((node) => ({ node })), pageInfo: { hasNextPage: true, endCursor: "next" } };
  const onTurn = vi.fn();
  const people = <People page={page as unknown as Parameters<typeof People>[0]["page"]} after={null} onTurn={onTurn} currency={currency} />;
  const root = createRootRoute({ component: () => people });
  render(<RouterProvider router={createRouter({ routeTree: root, history: createMemoryHistory() })} />);
  return onTurn;
}

test("each member behind a number is a link with a masked name, and says what they did", async () => {
  const onTurn = shown([NODE, GONE]);
  const [known] = await screen.findAllByRole("link", { hidden: true });
  expect(known?.getAttribute("href")).toBe("/members/m1");
  expect(known?.textContent).toBe("王*");
  expect(screen.getByText("已离开")).toBeTruthy();
  expect(screen.getByText("¥12.00")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { hidden: true }));
  expect(onTurn).toHaveBeenCalledWith("next");
});

test("a number that counts no deeds and no money has columns for neither", async () => {
  shown([{ ...NODE, times: null, minorUnits: null, lastAt: null }]);
  await screen.findByText("王*");
  for (const name of ["次数", "金额", "最近一次"]) expect(screen.queryByText(name)).toBeNull();
});
