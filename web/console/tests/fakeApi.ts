import { Client, type Transport } from "@tessera/client";

import { Api } from "../src/lib/api.js";
import { Session } from "../src/lib/session.js";

export const REFUSED = {
  code: "INSUFFICIENT_POINTS",
  field: null,
  message: { zh: "积分不足。", en: "Not enough points." },
};

interface Sent {
  readonly input: Readonly<Record<string, unknown>>;
}

/** A gateway that gives these answers, each once; "lost" is none of a gateway's, so that nobody knows what was done. */
export function fakeApi(answers: readonly (object | "lost")[]): { api: Api; sent: Sent[] } {
  const sent: Sent[] = [];
  const transport: Transport = async ({ body }) => {
    const { variables } = JSON.parse(body) as { variables: Sent };
    const answer = answers[sent.push(variables) - 1] ?? {};
    if (answer === "lost") return { status: 200, body: "" };
    return { status: 200, body: JSON.stringify("data" in (answer as object) ? answer : { data: answer }) };
  };
  const session = new Session();
  session.signIn("token");
  const client = new Client({ url: "/graphql", token: session.tokens, transport });
  return { api: new Api("zh", session, true, client), sent };
}
