import type { zh } from "./zh.js";

/** Every language has the texts of the first one. */
export type Messages = typeof zh;
