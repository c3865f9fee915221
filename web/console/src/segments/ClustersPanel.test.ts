import { expect, test } from "vitest";

import { formatOf } from "../lib/format.js";
import { allMessagesOf } from "../lib/messages.js";
import { typical } from "./ClustersPanel.js";

const CENTRE = {
  cluster: { code: "high_value_payers", name: "High-value payers" },
  members: 7,
  orders90dThousandths: 12_460,
  spent90dMinor: 90_050,
  activeDaysThousandths: 14_000,
  contentThousandths: 2_000,
  visitsThousandths: 49,
};

test("a centre reads as what a typical member does, to one decimal", async () => {
  const { segments: en } = await allMessagesOf("en");
  const { segments: zh } = await allMessagesOf("zh");
  const said = typical(CENTRE, "CNY", en.clusters, formatOf("en"));
  expect(said).toMatch(/^Orders of 90 days: 12\.5, for .*900\.50\. Active days of 30: 14\. Content to date: 2\. Visits to date: 0\.$/);
  expect(typical(CENTRE, "CNY", zh.clusters, formatOf("zh"))).toContain("近 90 天 12.5 单");
});
