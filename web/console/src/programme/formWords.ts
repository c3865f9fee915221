import type { Language } from "../lib/preferences.js";
import { programmeForm as en } from "../messages/en/programmeForm.js";
import type { FormWords } from "../messages/formShape.js";
import { programmeForm as zh } from "../messages/zh/programmeForm.js";

export const FORM_WORDS: Readonly<Record<Language, FormWords>> = { zh, en };
