import { first } from "./first.js";
import { later } from "./later.js";

export const zh = { ...first, ...later };
