import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket } from "ws";

import {
  byFetch,
  Changes,
  Client,
  Events,
  type Listener,
  type Naming,
  type Tokens,
  type Transport,
} from "../src/index.js";

const URL = process.env["TESSERA_URL"] ?? "";
export const TOKEN = process.env["TESSERA_TOKEN"] ?? "";
const DOCUMENTS: Naming = process.env["TESSERA_DOCUMENTS"] === "id" ? "id" : "text";
const TOLD_MS = 20_000;

/** For `test`: why the tests on a running suite are skipped, or false. */
export const skip = URL && TOKEN ? false : "TESSERA_URL and TESSERA_TOKEN name no running suite";

/** A client of the running suite. */
export function client(transport: Transport = byFetch, token: Tokens = () => TOKEN): Client {
  return new Client({ url: URL, token, language: "en", documents: DOCUMENTS, transport });
}

/** Changes of the running suite. */
export function changes(webSocket: unknown = WebSocket, token: Tokens = () => TOKEN): Changes {
  return new Changes({ url: URL.replace(/^http/, "ws"), token, documents: DOCUMENTS, webSocket });
}

/** The same as Server-Sent Events. */
export function events(): Events {
  return new Events({ url: URL, token: () => TOKEN, documents: DOCUMENTS });
}

/** What went over a transport. */
export interface Traffic {
  readonly transport: Transport;
  /** The bodies, in order. */
  readonly sent: string[];
  /** The most that were under way at once. */
  readonly most: () => number;
}

/** Counts what goes over `transport`; the first `lost` answers get lost after the gateway gave them. */
export function watched(transport: Transport = byFetch, lost = 0): Traffic {
  const sent: string[] = [];
  let now = 0;
  let most = 0;
  return {
    sent,
    most: () => most,
    transport: async (post) => {
      most = Math.max(most, ++now);
      const isLost = sent.push(post.body) <= lost;
      try {
        const reply = await transport(post);
        if (isLost) throw new Error("the connection broke");
        return reply;
      } finally {
        now--;
      }
    },
  };
}

/** A server of our own, for what a real gateway does not do on demand. */
export async function served<T>(
  answer: (body: string, response: ServerResponse, request: IncomingMessage) => void,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => answer(body, response, request));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The first thing that `begin` tells; fails when it tells nothing in time. */
export function told<T>(what: string, begin: (tell: (value: T) => void) => void): Promise<T> {
  const first = new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not told: ${what}`)), TOLD_MS).unref();
    begin((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
  first.catch(() => undefined); // for those who look at it later
  return first;
}

/** A listener that fails when something is not told, and a promise of when it is live. */
export function live<Data>(next: (data: Data) => void): [Listener<Data>, Promise<void>] {
  let listener: Listener<Data> | undefined;
  const isLive = told<void>("that it is live", (tell) => {
    const gap = () => assert.fail("a gap");
    listener = { next, gap, live: () => tell() };
  });
  return [listener as Listener<Data>, isLive];
}
