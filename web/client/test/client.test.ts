import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import {
  CardDocument,
  CheckInDocument,
  Client,
  requestId,
  TesseraError,
  type Code,
} from "../src/index.js";
import { served, watched } from "./support.js";

const ME = { data: { me: { id: "TWVtYmVyOjE=", name: "李欣怡" } } };
const refused = (code: string, more = {}) => ({
  errors: [{ message: "…", extensions: { code, ...more } }],
});
const codeIs = (code: Code) => (error: unknown) =>
  error instanceof TesseraError && error.code === code;
const ask = (url: string) => new Client({ url, token: () => "token" }).send(CardDocument);

test("a request whose answer is lost is sent again as it was", async () => {
  const heard: string[] = [];
  const answer = await served(
    (body, response) => {
      if (heard.push(body) === 1) response.destroy();
      else response.end(JSON.stringify({ data: { checkIn: { replayed: true, userErrors: [] } } }));
    },
    (url) =>
      new Client({ url, token: () => "token" }).send(CheckInDocument, {
        input: { requestId: "today" },
      }),
  );
  assert.equal(answer.data.checkIn?.replayed, true);
  assert.equal(heard.length, 2);
  assert.equal(heard[0], heard[1]);
});

test("after three attempts the failure is told, and that it passes", async () => {
  let attempts = 0;
  const failing = served(
    (_body, response) => {
      attempts++;
      response.writeHead(502).end("<html>Bad Gateway</html>");
    },
    (url) => ask(url),
  );
  await assert.rejects(failing, (error: TesseraError) => {
    return codeIs("NETWORK_FAILED")(error) && error.passing;
  });
  assert.equal(attempts, 3);
});

test("with the gateway away for long, one request in ten is tried again", async () => {
  let attempts = 0;
  await served(
    (_body, response) => {
      attempts++;
      response.writeHead(503).end();
    },
    async (url) => {
      const client = new Client({ url, token: () => "token" });
      const asked = Array.from({ length: 30 }, () => client.send(CardDocument));
      const outcomes = await Promise.allSettled(asked);
      assert(outcomes.every((outcome) => outcome.status === "rejected"));
    },
  );
  assert.equal(attempts, 30 + 10);
});

test("what the gateway refuses is not sent again", async () => {
  const refusals = [[200, "QUERY_TOO_DEEP"], [503, "OVERLOADED"], [429, "OVERLOADED"]] as const;
  for (const [status, code] of refusals) {
    let attempts = 0;
    const answer = JSON.stringify(refused(code, { retryAfter: 2 }));
    const failing = served(
      (_body, response) => {
        attempts++;
        response.writeHead(status).end(answer);
      },
      (url) => ask(url),
    );
    await assert.rejects(failing, (error: TesseraError) => {
      return codeIs(code)(error) && error.problems[0].retryAfterMs === 2000;
    });
    assert.equal(attempts, 1);
  }
});

test("a token that is taken no longer is asked for anew, once", async () => {
  const asked: (string | undefined)[] = [];
  const token = (old?: string) => {
    asked.push(old);
    return old ? "new" : "old";
  };
  const answer = await served(
    (_body, response, request) => {
      const fresh = request.headers.authorization === "Bearer new";
      response.writeHead(fresh ? 200 : 401).end(JSON.stringify(fresh ? ME : refused("UNAUTHENTICATED")));
    },
    (url) => new Client({ url, token }).send(CardDocument),
  );
  assert.equal(answer.data.me?.name, "李欣怡");
  assert.deepEqual(asked, [undefined, "old"]);
});

test("a service that is away costs its fields, and their reason is told", async () => {
  const partial = {
    data: { me: { ...ME.data.me, points: null } },
    errors: [{ message: "…", path: ["me", "points"], extensions: { code: "UNAVAILABLE" } }],
    extensions: { cost: 21 },
  };
  const { data, problems, cost } = await served(
    (_body, response) => response.end(JSON.stringify(partial)),
    (url) => ask(url),
  );
  assert.equal(data.me?.points, null);
  assert.deepEqual(problems, [{ code: "UNAVAILABLE", message: "…", path: ["me", "points"] }]);
  assert.equal(cost, 21);
});

test("a page of somebody else's is no answer", async () => {
  const portal = served((_body, response) => response.end("<html>Sign in to the Wi-Fi"), ask);
  await assert.rejects(portal, codeIs("ANSWER_INVALID"));
});

test("ten requests are under way at most, the others wait for their turn", async () => {
  const traffic = watched();
  await served(
    (_body, response) => void setTimeout(() => response.end(JSON.stringify(ME)), 5),
    async (url) => {
      const client = new Client({ url, token: () => "token", transport: traffic.transport });
      await Promise.all(Array.from({ length: 35 }, () => client.send(CardDocument)));
    },
  );
  assert.equal(traffic.sent.length, 35);
  assert.equal(traffic.most(), 10);
});

test("request ids are short, and no two are alike, with and without crypto", () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => requestId("redeem")));
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, "crypto", { value: undefined, configurable: true });
  try {
    for (let n = 0; n < 10_000; n++) ids.add(requestId("redeem"));
  } finally {
    Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
  }
  assert.equal(ids.size, 20_000);
  assert([...ids].every((id) => /^redeem-[0-9a-z]+-[0-9a-z]{28}$/.test(id)));
});

// Without the documents of screens: a bundler takes those that are used.
test("the client is small: under 12 KiB compressed, without the sockets of graphql-ws", () => {
  const source = new URL("../src/", import.meta.url);
  const all = readdirSync(source, { recursive: true }).map(String);
  const files = all.filter((file) => file.endsWith(".js") && !file.endsWith("screens.js"));
  const code = files.map((file) => readFileSync(new URL(file, source), "utf8")).join("");
  assert(gzipSync(code).length < 12 * 1024, `${gzipSync(code).length} bytes of ${code.length}`);
});
