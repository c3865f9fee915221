import { act, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { expect, test } from "vitest";

import { en } from "../messages/en/index.js";
import { first } from "../messages/en/first.js";
import { later } from "../messages/en/later.js";
import { allMessagesOf, messagesOf, withLater } from "./messages.js";

test("both halves of a language are there once all is loaded", async () => {
  const all = await allMessagesOf("en");
  expect({ ...all }).toEqual(en);
  expect(messagesOf("en")).toBe(all);
});

function shown(coming: Promise<typeof later>) {
  const texts = withLater(first, coming);
  const Title = () => <h1>{texts.clients.title}</h1>;
  return act(async () => {
    render(
      <Suspense fallback={texts.app.states.loading}>
        <Title />
      </Suspense>,
    );
  });
}

test("who reads a later text too early waits, and draws it when it has come", async () => {
  let arrive: (texts: typeof later) => void = () => undefined;
  await shown(new Promise((resolve) => (arrive = resolve)));
  expect(screen.getByText(en.app.states.loading)).toBeTruthy();
  await act(async () => arrive(later));
  expect((await screen.findByRole("heading")).textContent).toBe(en.clients.title);
});

test("a half that cannot be loaded is told where it is read, and nowhere else", async () => {
  const texts = withLater(first, Promise.reject(new Error("no network")));
  await new Promise((resolve) => setTimeout(resolve));
  expect(texts.app.nav.clients).toBe(en.app.nav.clients);
  expect(() => texts.clients).toThrow("no network");
});
