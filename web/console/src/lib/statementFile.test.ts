import { statementFile } from "@tessera/client";
import { expect, test } from "vitest";

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

/** Gives these replies, one after the other, and keeps what was asked. */
function replies(...given: (Response | Error)[]) {
  const asked: { url: string; authorization: string }[] = [];
  const fetched = (url: string, { headers }: { headers: Record<string, string> }) => {
    asked.push({ url, authorization: headers["authorization"] ?? "" });
    const next = given[asked.length - 1] as Response | Error;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  return { asked, fetch: fetched as unknown as typeof fetch };
}

const MONTH = { month: "2026-03", form: "pdf", memberId: "M1", language: "zh" } as const;
const token = (refused?: string) => (refused ? "second" : "first");

test("a file comes by a token in the header, which is in no address", async () => {
  const { asked, fetch } = replies(new Response("%PDF-"));
  const { name, content } = await statementFile({ ...MONTH, token, fetch });
  expect([name, await content.text()]).toEqual(["statement-2026-03.pdf", "%PDF-"]);
  expect(asked).toEqual([{ url: "/statements/2026-03.pdf?lang=zh&memberId=M1", authorization: "Bearer first" }]);
});

test("a token that is over is renewed once", async () => {
  const over = { errors: [{ message: "", extensions: { code: "UNAUTHENTICATED" } }] };
  const { asked, fetch } = replies(json(401, over), new Response("%PDF-"));
  await statementFile({ ...MONTH, token, fetch });
  expect(asked.map(({ authorization }) => authorization)).toEqual(["Bearer first", "Bearer second"]);
});

test("why there is no file is told by its code", async () => {
  const refused = json(404, { errors: [{ message: "会员不存在。", extensions: { code: "MEMBER_NOT_FOUND" } }] });
  await expect(statementFile({ ...MONTH, token, ...replies(refused) })).rejects.toMatchObject({ code: "MEMBER_NOT_FOUND" });
  await expect(statementFile({ ...MONTH, token, ...replies(json(502, "?")) })).rejects.toMatchObject({ code: "ANSWER_INVALID" });
  await expect(statementFile({ ...MONTH, token, ...replies(new Error("lost")) })).rejects.toMatchObject({ code: "NETWORK_FAILED" });
});
