export { Changes, type ChangesOptions, type Listener } from "./changes.js";
export type { Naming } from "./documents.js";
export { Client, type Answer, type Options, type Tokens } from "./client.js";
export { refusal, TesseraError, type Code, type Problem } from "./errors.js";
export * from "./generated/screens.js";
export { requestId } from "./ids.js";
export { tokensOf } from "./login.js";
export { byFetch, type Transport } from "./transport.js";
export { byWx, socketsOf, type Wx } from "./wechat.js";
