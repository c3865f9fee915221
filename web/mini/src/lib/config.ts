// The build writes these three: `vite.config.ts`.
declare const __GATEWAY__: string;
declare const __APP_ID__: string;
declare const __TOKEN__: string;

/** The gateway's address, such as https://members.example.com. */
export const GATEWAY = __GATEWAY__;

/** The mini-program's id at WeChat; "" where the gateway has only one. */
export const APP_ID = __APP_ID__;

/** A member's token of a suite on this machine, which knows no WeChat; "" in every other build. */
export const TOKEN = __TOKEN__;

/** A gateway on this machine takes texts; production takes the ids of its manifest and nothing else. */
export const DOCUMENTS = GATEWAY.startsWith("https:") ? "id" : "text";
