import { WebSocket } from "ws";

import type { Wx } from "../src/index.js";

/** What WeChat gives to a mini-program, on Node: fails beyond ten requests at once, as it does there. */
export function wx(): Wx {
  let underWay = 0;
  let codes = 0;
  return {
    request: (options) => {
      if (underWay === 10) {
        options.fail({ errMsg: "request:fail exceed max concurrent request" });
        return;
      }
      underWay++;
      fetch(options.url, { method: options.method, headers: options.header, body: options.data })
        .then(async (response) => ({ statusCode: response.status, data: await response.text() }))
        .then(options.success, (error: Error) => options.fail({ errMsg: error.message }))
        .finally(() => underWay--);
    },
    login: ({ success }) => success({ code: `code-${++codes}` }),
    connectSocket: ({ url, protocols }) => {
      const socket = new WebSocket(url, protocols);
      return {
        send: ({ data }) => socket.send(data),
        close: ({ code, reason }) => socket.close(code, reason),
        onOpen: (told) => socket.on("open", told),
        onMessage: (told) => socket.on("message", (data) => told({ data: String(data) })),
        onClose: (told) => socket.on("close", (code, reason) => told({ code, reason: String(reason) })),
        onError: (told) => socket.on("error", ({ message }) => told({ errMsg: message })),
      };
    },
  };
}
