import type { ConditionWords } from "../messages/conditionShape.js";
import { condition as en } from "../messages/en/condition.js";
import { condition as zh } from "../messages/zh/condition.js";
import type { Language } from "./preferences.js";

export type { ConditionWords };

/** Words of the builder of conditions, which come with it. */
export const CONDITION_WORDS: Readonly<Record<Language, ConditionWords>> = { zh, en };
