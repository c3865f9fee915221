import { byWx, Changes, Client, socketsOf, tokensOf, type Document, type Origin, type Tokens, type Wx } from "@tessera/client";

import { APP_ID, DOCUMENTS, GATEWAY, TOKEN } from "./config.js";
import { language } from "./texts.js";

const wechat = wx as unknown as Wx;
let origin: Origin | undefined;
let tokens: Tokens | undefined;
let client: Client | undefined;

/** Where the link or the QR code says that the member comes from; called before anything is asked. */
export function cameFrom({ source, storeCode }: Record<string, string | undefined>): void {
  origin = { ...(source && { source }), ...(storeCode && { storeCode }) };
}

/** `wx.login` when a token is first needed, and again when the session has ended. */
function token(refused?: string): string | Promise<string> {
  if (TOKEN) return TOKEN;
  tokens ??= tokensOf(wechat, `${GATEWAY}/login/wechat`, APP_ID || undefined, origin);
  return tokens(refused);
}

/** All pages ask by one client, so that ten requests at once are the most. */
export function gateway(): Client {
  return (client ??= new Client({ url: `${GATEWAY}/graphql`, token, language, documents: DOCUMENTS, transport: byWx(wechat) }));
}

interface Change {
  readonly live?: boolean;
}

/**
 * Calls `changed` at each change, until the function returned is called. One page is shown at a time, so
 * each has its socket, which ends with it: WeChat allows five.
 */
export function follow<Data extends object, V extends object>(document: Document<Data, V>, changed: () => void): () => void {
  const url = `${GATEWAY.replace(/^http/, "ws")}/graphql`;
  const changes = new Changes({ url, token, language, documents: DOCUMENTS, webSocket: socketsOf(wechat) });
  let isFirst = true;
  const next = (data: Data) => {
    const [change] = Object.values(data) as (Change | null)[];
    // The first message only says where it begins.
    if (!(isFirst && change?.live)) changed();
    isFirst = false;
  };
  const listen = changes.listen.bind(changes) as (d: Document<Data, V>, listener: object, variables: object) => () => void;
  listen(document, { next, gap: changed }, {});
  return () => void changes.close();
}
