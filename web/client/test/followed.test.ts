import assert from "node:assert/strict";
import { test } from "node:test";

import { Client, Events, PointsChangedDocument, Polls, TesseraError, type News } from "../src/index.js";
import { Followed } from "../src/followed.js";
import { served, told } from "./support.js";

const message = (id: string, live: boolean) => ({ pointsChanged: { id, live } });
const problem = (code: string) => new TesseraError([{ code, message: "…", path: [] }]);

/** Everything that a listener is told, in order. */
function recorded() {
  const heard: unknown[] = [];
  const listener = {
    next: (data: object) => heard.push(data),
    live: () => heard.push("live"),
    gap: () => heard.push("gap"),
    ended: ({ code }: TesseraError) => heard.push(code),
  };
  return { heard, listener };
}

test("it is live from the first message that says so, and again after each loss", () => {
  const { heard, listener } = recorded();
  const followed = new Followed<object>(listener);
  followed.told(message("1", false));
  followed.told(message("1", true));
  followed.told(message("2", true));
  followed.again();
  followed.told(message("2", true));
  assert.deepEqual(heard.filter((each) => typeof each === "string"), ["live", "live"]);
  assert.equal(followed.place, "2");
});

test("a gap is told only where there is no place to go on from", async () => {
  const { heard, listener } = recorded();
  const followed = new Followed<object>(listener);
  followed.again();
  followed.told(message("1", true));
  followed.again();
  assert.equal(await followed.endures(problem("RESUME_TOO_FAR")), true);
  followed.again();
  followed.told(null);
  assert.deepEqual(heard, ["gap", message("1", true), "live", "gap", "gap"]);
});

test("what passes is endured, a token is renewed once, and what stays ends it", async () => {
  const { heard, listener } = recorded();
  const followed = new Followed<object>(listener);
  assert.equal(await followed.endures(problem("UNAVAILABLE")), true);
  assert.equal(await followed.endures(problem("UNAUTHENTICATED")), true);
  assert.equal(await followed.endures(problem("UNAUTHENTICATED")), false);
  assert.equal(await followed.endures(problem("PERMISSION_DENIED")), false);
  assert.deepEqual(heard, ["UNAUTHENTICATED", "PERMISSION_DENIED"]);
});

test("a stream that is cut off, in the middle of a word too, goes on behind its last id", async () => {
  const seen: (string | undefined)[] = [];
  const words = await served(
    (_body, response, request) => {
      seen.push(request.headers["last-event-id"] as string | undefined);
      const text = `:\n\nid: a\nevent: next\ndata: {"data":{"pointsChanged":{"id":"${seen.length}","live":true,"word":"积分"}}}\n\n`;
      const bytes = Buffer.from(text);
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      response.write(bytes.subarray(0, bytes.length - 12));
      setTimeout(() => {
        response.write(bytes.subarray(bytes.length - 12));
        if (seen.length < 3) setTimeout(() => response.destroy(), 5);
      }, 5);
    },
    (url) =>
      told<string[]>("three messages", (tell) => {
        const heard: string[] = [];
        const stop = new Events({ url, token: () => "token" }).listen(PointsChangedDocument, {
          next: (data) => {
            heard.push(JSON.stringify(data));
            if (heard.length < 3) return;
            stop();
            tell(heard);
          },
        });
      }),
  );
  assert.deepEqual(seen, [undefined, "1", "2"]);
  assert(words.every((word) => word.includes("积分")));
});

test("a stream that is refused says why, once a new token was refused too", async () => {
  const tokens: (string | undefined)[] = [];
  const refused = { errors: [{ message: "…", extensions: { code: "UNAUTHENTICATED" } }] };
  const error = await served(
    (_body, response) => response.writeHead(401).end(JSON.stringify(refused)),
    (url) =>
      told<TesseraError>("the end", (ended) => {
        const token = (old?: string) => `token-${tokens.push(old)}`;
        new Events({ url, token }).listen(PointsChangedDocument, { next: assert.fail, ended });
      }),
  );
  assert.equal(error.code, "UNAUTHENTICATED");
  assert.deepEqual(tokens, [undefined, "token-1"]);
});

test("polls go on from the last token, at once while there is more, and begin anew when lost", async () => {
  const asked: unknown[] = [];
  const { heard, listener } = recorded();
  const lost = { errors: [{ message: "…", path: ["changesSince"], extensions: { code: "RESUME_TOO_FAR" } }] };
  await served(
    (body, response) => {
      asked.push((JSON.parse(body) as { variables: { token: unknown } }).variables.token);
      const news = { token: `t${asked.length}`, hasMore: asked.length === 2, entries: [] };
      const answer = { data: { changesSince: news }, ...(asked.length === 4 && lost) };
      response.end(JSON.stringify(answer));
    },
    (url) =>
      told<void>("five answers", (tell) => {
        const next = (news: News) => {
          listener.next(news);
          polls.poke();
          if (asked.length < 5) return void setTimeout(() => polls.poke(), 1);
          polls.stop();
          tell();
        };
        const client = new Client({ url, token: () => "token" });
        const polls: Polls = new Polls(client, { ...listener, next });
      }),
  );
  assert.deepEqual(asked, [null, "t1", "t2", "t3", null]);
  assert.deepEqual(heard.filter((each) => typeof each === "string"), ["live", "gap", "live"]);
});
