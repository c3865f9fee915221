import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { SessionContext, type SignedIn } from "../lib/signedIn.js";
import { ClientsPage } from "./ClientsPage.js";

const ANN = { subject: "ann", may: () => false } as unknown as SignedIn;

const page = (name: string, endCursor: string | null) => ({
  oauthClients: {
    edges: [{ node: { id: `cli_${name}`, name, role: "CHANNEL", scopes: [], channel: null, createdAt: "2026-03-01T04:00:00Z", revokedAt: null, secrets: [] } }],
    pageInfo: { hasNextPage: endCursor !== null, endCursor },
  },
});

test("the list of clients goes on to its end, and back to the newest", async () => {
  const { api, sent } = fakeApi([page("newest", "c1"), page("older", "c2"), page("oldest", null)]);
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <SessionContext value={ANN}>
          <ClientsPage />
        </SessionContext>
      </QueryClientProvider>
    </ApiContext>,
  );
  const waits = { timeout: 10_000 };
  await screen.findByText("newest", {}, waits);
  fireEvent.click(screen.getByRole("button", { name: "更早" }));
  await screen.findByText("older", {}, waits);
  fireEvent.click(screen.getByRole("button", { name: "更早" }));
  await screen.findByText("oldest", {}, waits);
  expect(screen.queryByRole("button", { name: "更早" })).toBeNull();
  expect(sent.map((each) => (each as unknown as { after: string | null }).after)).toEqual([null, "c1", "c2"]);
  fireEvent.click(screen.getByRole("button", { name: "最新" }));
  await screen.findByText("newest", {}, waits);
}, 30_000);
