import { TesseraError, type Answer, type Document, type Problem } from "@tessera/client";

import { said } from "./asking.js";
import { gateway } from "./gateway.js";
import { language } from "./texts.js";

interface Refusal {
  readonly message: { readonly zh: string; readonly en: string };
}

/** What came of a wish: done, refused for a reason in words, or no answer, so that nobody knows. */
export type Outcome<Payload> = { readonly done: Payload } | { readonly refused: string } | { readonly failed: string };

type PayloadOf<Data> = NonNullable<Data[keyof Data]>;

/** Sends a mutation; its request id is in the input and stays the same until there is an answer. Never rejects. */
export async function wish<Data, V extends { readonly input: { readonly requestId: string } }>(
  document: Document<Data, V>,
  input: V["input"],
): Promise<Outcome<PayloadOf<Data>>> {
  const client = gateway();
  const send = client.send.bind(client) as unknown as (d: Document<Data, V>, v: object) => Promise<Answer<Data>>;
  try {
    const { data, problems } = await send(document, { input });
    const payload = Object.values(data as object)[0] as (PayloadOf<Data> & { userErrors: readonly Refusal[] }) | null;
    if (!payload) throw new TesseraError(problems as [Problem, ...Problem[]]);
    const [refused] = payload.userErrors;
    return refused ? { refused: refused.message[language] } : { done: payload };
  } catch (error) {
    return { failed: said(error) };
  }
}

/** The reason in words; "" when it was done. */
export function trouble(outcome: Outcome<unknown>): string {
  if ("done" in outcome) return "";
  return "refused" in outcome ? outcome.refused : outcome.failed;
}
