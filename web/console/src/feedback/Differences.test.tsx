import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { Compared, Differences } from "./Differences.js";

const FIT = {
  kind: "TOPIC" as const,
  subject: { code: "fit", name: "版型" },
  segment: { spoke: 20, share: 0.5 },
  against: { spoke: 50, share: 0.25 },
  difference: 0.25,
  low: 0.05,
  high: 0.4375,
  reading: "HIGHER" as const,
};

test("a segment is compared once it is chosen, over whole days that end now", async () => {
  const segments = { segments: [{ segment: { code: "teens", name: "青少年" } }, { segment: { code: "office", name: "上班族" } }] };
  const told = { segmentMembers: 40, againstMembers: 200, bothMembers: 3, differences: [FIT] };
  const { api, sent } = fakeApi([{ segments }, { feedbackDifferences: told }]);
  const { container } = render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <Differences />
      </QueryClientProvider>
    </ApiContext>,
  );
  await screen.findByText("其他全部会员", { selector: "span" });
  expect(sent).toHaveLength(1);
  const [list] = container.querySelectorAll("select");
  fireEvent.change(list as HTMLSelectElement, { target: { value: "teens" } });
  expect(await screen.findByText("版型")).toBeTruthy();
  expect(document.body.textContent).toContain("该人群 40 位会员有反馈，对比 200 位。 同属两个人群的 3 位不计入。");
  const asked = sent[1] as unknown as { segment: string; against: string | null; from: string; until: string };
  expect(asked).toMatchObject({ segment: "teens", against: null });
  expect(Date.parse(asked.until) - Date.parse(asked.from)).toBe(30 * 86_400_000);
});

test("a difference is told in points with its interval, and too few members are said", () => {
  const { api } = fakeApi([]);
  const shown = (differences: Parameters<typeof Compared>[0]["differences"]) => (
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <Compared differences={differences} />
      </QueryClientProvider>
    </ApiContext>
  );
  const { rerender } = render(shown([FIT, { ...FIT, kind: "NEGATIVE", subject: null, difference: -0.1, low: -0.3, high: 0.12, reading: "TOO_FEW" }]));
  const text = document.body.textContent;
  expect(text).toContain("50%（20 位）");
  expect(text).toContain("更多 +25.0（+5.0 至 +43.8）");
  expect(text).toContain("负面情绪");
  expect(text).toContain("样本太少 −10.0（−30.0 至 +12.0）");
  rerender(shown([]));
  expect(screen.getByText("会员太少，不显示数值")).toBeTruthy();
});
