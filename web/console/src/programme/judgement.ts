import { JudgeProgrammeDocument, type JudgeProgrammeQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useQuiet } from "../lib/quiet.js";

export type Judgement = NonNullable<JudgeProgrammeQuery["validateProgramme"]>;

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
