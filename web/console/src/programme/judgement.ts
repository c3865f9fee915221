import { useEffect, useState } from "react";

import { JudgeProgrammeDocument, type JudgeProgrammeQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";

export type Judgement = NonNullable<JudgeProgrammeQuery["validateProgramme"]>;

const QUIET_MS = 300;

/** The text as it was when typing last paused. */
export function useQuiet(text: string, quietMs = QUIET_MS): string {
  const [quiet, setQuiet] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(text), quietMs);
    return () => clearTimeout(timer);
  }, [text, quietMs]);
  return quiet;
}

/** What the services say of a file while it is written. `isCurrent`: of this very text. */
export function useJudgement(text: string, isWanted: boolean) {
  const quiet = useQuiet(text);
  const asked = useAsk(JudgeProgrammeDocument, { sourceYaml: quiet }, { enabled: isWanted && quiet !== "", keep: true });
  return {
    judgement: asked.data?.data.validateProgramme ?? undefined,
    isCurrent: quiet === text && asked.isSuccess && !asked.isPlaceholderData,
    error: asked.error,
    retry: () => void asked.refetch(),
  };
}
