import type { Messages } from "../shape.js";
import { first } from "./first.js";
import { later } from "./later.js";

export const en: Messages = { ...first, ...later };
