import assert from "node:assert/strict";
import { test } from "node:test";

import { Client, CardDocument, tokensOf, type TesseraError } from "../src/index.js";
import { served } from "./support.js";
import { wx } from "./wx.js";

const HOURS_2 = 7200;

/** A gateway that logs in whoever comes, and takes the tokens of `taken`. */
function gateway<T>(
  taken: (token: string) => boolean,
  use: (login: string, logins: string[]) => Promise<T>,
  expiresIn = HOURS_2,
): Promise<T> {
  const logins: string[] = [];
  return served(
    (body, response, request) => {
      if (request.url === "/login/wechat") {
        logins.push((JSON.parse(body) as { code: string }).code);
        response.end(JSON.stringify({ token: `token-${logins.length}`, expiresIn }));
      } else if (taken(request.headers.authorization?.replace("Bearer ", "") ?? "")) {
        response.end(JSON.stringify({ data: { me: { id: "1" } } }));
      } else {
        const errors = [{ message: "…", extensions: { code: "UNAUTHENTICATED" } }];
        response.writeHead(401).end(JSON.stringify({ errors }));
      }
    },
    (url) => use(url.replace("graphql", "login/wechat"), logins),
  );
}

const client = (login: string) =>
  new Client({ url: login.replace("login/wechat", "graphql"), token: tokensOf(wx(), login) });

test("a mini-program logs in once, however many ask at once and afterwards", async () => {
  await gateway(() => true, async (login, logins) => {
    const tessera = client(login);
    await Promise.all(Array.from({ length: 5 }, () => tessera.send(CardDocument)));
    await tessera.send(CardDocument);
    assert.deepEqual(logins, ["code-1"]);
  });
});

test("a token that is refused is replaced by a login, once for all whom it was refused", async () => {
  await gateway((token) => token === "token-2", async (login, logins) => {
    const tessera = client(login);
    await Promise.all(Array.from({ length: 5 }, () => tessera.send(CardDocument)));
    assert.deepEqual(logins, ["code-1", "code-2"]);
  });
});

test("a login says where the user came from, and a token that goes on does not say it again", async () => {
  const said: unknown[] = [];
  await served(
    (body, response) => {
      said.push((JSON.parse(body) as { origin?: unknown }).origin);
      response.end(JSON.stringify({ token: "t", expiresIn: 30, refreshToken: "r" }));
    },
    async (url) => {
      const origin = { source: "store_qr", storeCode: "SH001", utm: { campaign: "spring" } };
      const tokens = tokensOf(wx(), url.replace("graphql", "login/wechat"), "wxtea", origin);
      await tokens();
      await tokens();
      assert.deepEqual(said, [origin, undefined]);
    },
  );
});

test("a token is given up a minute before it ends", async () => {
  const short = 30;
  await gateway(() => true, async (login, logins) => {
    const tokens = tokensOf(wx(), login);
    assert.deepEqual([await tokens(), await tokens()], ["token-1", "token-2"]);
    assert.equal(logins.length, 2);
  }, short);
});

test("a login that fails tells why, and the next one may succeed", async () => {
  let attempts = 0;
  await served(
    (_body, response) => {
      const errors = [{ message: "…", extensions: { code: "LOGIN_CODE_INVALID" } }];
      const good = { token: "token", expiresIn: HOURS_2 };
      response.end(JSON.stringify(++attempts === 1 ? { errors } : good));
    },
    async (url) => {
      const tokens = tokensOf(wx(), url);
      await assert.rejects(
        async () => tokens(),
        ({ code }: TesseraError) => code === "LOGIN_CODE_INVALID",
      );
      assert.equal(await tokens(), "token");
    },
  );
});

test("a session goes on by its refresh token, once each, and by a login when it has ended", async () => {
  const asked: Record<string, string>[] = [];
  let lost = true;
  await served(
    (body, response, request) => {
      const wish = JSON.parse(body) as Record<string, string>;
      asked.push(wish);
      const short = { expiresIn: 30 };
      if (request.url === "/login/wechat") {
        response.end(JSON.stringify({ ...short, token: "first", refreshToken: "one" }));
      } else if (wish["refreshToken"] === "two") {
        const errors = [{ message: "…", extensions: { code: "SESSION_ENDED" } }];
        response.writeHead(401).end(JSON.stringify({ errors }));
      } else if (lost) {
        lost = false;
        request.socket.destroy();
      } else {
        response.end(JSON.stringify({ ...short, token: "second", refreshToken: "two" }));
      }
    },
    async (url) => {
      const tokens = tokensOf(wx(), url.replace("graphql", "login/wechat"));
      assert.equal(await tokens(), "first");
      await assert.rejects(async () => tokens());
      assert.equal(await tokens(), "second");
      assert.deepEqual(asked[1], asked[2]);
      assert.equal(await tokens(), "first");
      assert.deepEqual(Object.keys(asked[3] ?? {}), ["refreshToken", "requestId"]);
      assert.equal(asked[4]?.["code"], "code-2");
    },
  );
});
