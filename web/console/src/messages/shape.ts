import type { zh } from "./zh/index.js";

/** Whatever Chinese has, every language has: a text stays a text, a sentence with gaps keeps its gaps. */
type Shape<Of> = {
  readonly [Key in keyof Of]: Of[Key] extends string
    ? string
    : Of[Key] extends (...gaps: infer Gaps) => string
      ? (...gaps: Gaps) => string
      : Shape<Of[Key]>;
};

export type Messages = Shape<typeof zh>;
