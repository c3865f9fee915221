import type { first } from "./zh/first.js";
import type { later } from "./zh/later.js";

/** Whatever Chinese has, every language has: a text stays a text, a sentence with gaps keeps its gaps. */
type Shape<Of> = {
  readonly [Key in keyof Of]: Of[Key] extends string
    ? string
    : Of[Key] extends (...gaps: infer Gaps) => string
      ? (...gaps: Gaps) => string
      : Shape<Of[Key]>;
};

export type FirstRoom = keyof typeof first;
export type LaterRoom = keyof typeof later;
export type Messages = Shape<typeof first & typeof later>;
