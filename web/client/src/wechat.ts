// WeChat mini-programs have neither fetch nor WebSocket; this is what they have instead.
import type { Put } from "./attachments.js";
import type { Transport } from "./transport.js";

/** What is used of `wx`. */
export interface Wx {
  request(options: {
    url: string;
    method: "POST" | "PUT";
    header: Record<string, string>;
    data: string | ArrayBuffer;
    dataType: string;
    timeout: number;
    success(result: { statusCode: number; data: unknown }): void;
    fail(error: { errMsg: string }): void;
  }): unknown;
  login(options: {
    success(result: { code: string }): void;
    fail(error: { errMsg: string }): void;
  }): unknown;
  connectSocket(options: { url: string; protocols: string[] }): WxSocket;
}

/** A SocketTask of `wx`. */
export interface WxSocket {
  send(options: { data: string }): void;
  close(options: { code?: number; reason?: string }): void;
  onOpen(told: () => void): void;
  onMessage(told: (message: { data: unknown }) => void): void;
  onClose(told: (event: { code: number; reason: string }) => void): void;
  onError(told: (error: { errMsg: string }) => void): void;
}

/** By `wx.request`. */
export const byWx =
  (wx: Wx): Transport =>
  ({ url, headers, body, timeoutMs }) =>
    new Promise((resolve, reject) => {
      wx.request({
        url,
        method: "POST",
        header: { ...headers },
        data: body,
        dataType: "text", // otherwise what looks like JSON comes parsed
        timeout: timeoutMs,
        success: ({ statusCode, data }) => resolve({ status: statusCode, body: String(data) }),
        fail: ({ errMsg }) => reject(new Error(errMsg)),
      });
    });

/** An object to the store, by `wx.request`; its bytes come from `wx.getFileSystemManager().readFile`. */
export const putByWx =
  (wx: Wx): Put =>
  ({ url, method, headers, body, timeoutMs }) =>
    new Promise((resolve, reject) => {
      wx.request({
        url,
        method,
        header: { ...headers },
        data: body,
        dataType: "text",
        timeout: timeoutMs,
        success: ({ statusCode }) => resolve(statusCode),
        fail: ({ errMsg }) => reject(new Error(errMsg)),
      });
    });

/** A WebSocket class over `wx.connectSocket`, with as much of it as subscriptions use. */
export function socketsOf(wx: Wx): unknown {
  return class WxWebSocket {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;

    readyState: number = WxWebSocket.CONNECTING;
    onopen: (() => void) | null = null;
    onmessage: ((message: { data: unknown }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: ((error: unknown) => void) | null = null;
    private readonly socket: WxSocket;

    constructor(url: string, protocol: string) {
      this.socket = wx.connectSocket({ url, protocols: [protocol] });
      this.socket.onOpen(() => {
        this.readyState = WxWebSocket.OPEN;
        this.onopen?.();
      });
      this.socket.onMessage((message) => this.onmessage?.(message));
      this.socket.onClose((event) => {
        this.readyState = WxWebSocket.CLOSED;
        this.onclose?.(event);
      });
      this.socket.onError((error) => this.onerror?.(error));
    }

    send(data: string): void {
      this.socket.send({ data });
    }

    close(code?: number, reason?: string): void {
      this.readyState = WxWebSocket.CLOSING;
      this.socket.close({ ...(code && { code }), ...(reason && { reason }) });
    }
  };
}
