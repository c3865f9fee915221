import { useEffect, useState } from "preact/hooks";

import type { Language } from "../lib/preferences.js";
import type { Messages } from "../messages/shape.js";
import { zh } from "../messages/zh.js";

/** The texts of a language. English comes when somebody reads it; until then, or where it does not come, the page keeps what it had. */
export function useTexts(language: Language): Messages | undefined {
  const [english, setEnglish] = useState<Messages>();
  const isWanted = language === "en" && !english;
  useEffect(() => {
    if (isWanted) import("../messages/en.js").then(({ en }) => setEnglish(en), () => setEnglish(zh));
  }, [isWanted]);
  return language === "zh" ? zh : english;
}
