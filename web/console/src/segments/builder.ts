import { createContext, use } from "react";

import type { ConditionWords } from "../lib/conditionWords.js";
import type { Declared } from "./choices.js";
import type { Condition } from "./condition.js";
import type { Facts, Way } from "./conditionTree.js";

export interface Builder {
  condition: Condition;
  facts: Facts;
  declared: Declared;
  words: ConditionWords;
  /** How many members a part holds for, by its text; none while nobody has counted. */
  counts: ReadonlyMap<string, number>;
  /** Draft the text, undefined changes nothing; then `focus` is where the keyboard goes on. */
  write: (text: string | undefined, focus?: string) => void;
}

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = use(BuilderContext);
  if (!builder) throw new Error("there is no BuilderContext around this");
  return builder;
}

export const lineAt = (way: Way) => `line-${way.join("-")}`;
export const groupAt = (way: Way) => `group-${way.join("-")}`;
