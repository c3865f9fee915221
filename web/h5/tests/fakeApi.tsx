import { Client, type Transport } from "@tessera/client";
import { render, type ComponentChildren } from "preact";
import { act } from "preact/test-utils";

import { Api, ApiContext } from "../src/lib/api.js";
import { Session } from "../src/lib/session.js";

interface Sent {
  readonly input: Readonly<Record<string, unknown>>;
}

/** A gateway that gives these answers, each once; "lost" is none of a gateway's, so that nobody knows what was done. */
export function fakeApi(answers: readonly (object | "lost")[]): { api: Api; sent: Sent[] } {
  const sent: Sent[] = [];
  const transport: Transport = async ({ body }) => {
    const { variables } = JSON.parse(body) as { variables: Sent };
    const answer = answers[sent.push(variables) - 1] ?? {};
    return { status: 200, body: answer === "lost" ? "" : JSON.stringify({ data: answer }) };
  };
  const session = new Session();
  session.take({ token: "token" });
  const client = new Client({ url: "/graphql", token: session.tokens, transport });
  return { api: new Api("zh", session, { development: true, uploads: true }, client), sent };
}

let root: HTMLElement | undefined;

/** Puts a part on the page. */
export function shown(api: Api, children: ComponentChildren): void {
  root = document.body.appendChild(document.createElement("div"));
  const into = root;
  act(() => render(<ApiContext.Provider value={api}>{children}</ApiContext.Provider>, into));
}

export function unmount(): void {
  if (root) render(null, root);
  root?.remove();
  root = undefined;
}

/** Presses the button of a name, and waits until nothing is under way. */
export async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll("button")].find((each) => (each.getAttribute("aria-label") ?? each.textContent) === name);
  if (!button) throw new Error(`no button ${name}`);
  await act(async () => {
    button.click();
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
}

/** The words of the part of a role. */
export const textOf = (role: string): string => document.querySelector(`[role="${role}"]`)?.textContent ?? "";
