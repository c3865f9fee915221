import { programmeForm as en } from "../messages/en/programmeForm.js";
import type { FormWords } from "../messages/formShape.js";
import { programmeForm as zh } from "../messages/zh/programmeForm.js";
import type { Language } from "./preferences.js";

export type { FormWords };

/** Words of the programme's form, which come with it. */
export const FORM_WORDS: Readonly<Record<Language, FormWords>> = { zh, en };
