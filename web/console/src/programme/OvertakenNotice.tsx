import { Button, Notice } from "@tessera/kit";

import { ProgrammeFileDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { join } from "../parts/join.js";
import type { Draft } from "./draft.js";

/** Another version came in force while a draft was written: one press joins them. */
export function OvertakenNotice({
  version,
  source,
  draft,
  onJoined,
}: {
  /** That in force, and its file. */
  version: number;
  source: string;
  draft: Draft;
  onJoined: (draft: Draft) => void;
}) {
  const { programme: words } = useMessages();
  const isFirst = draft.base === 0;
  const asked = useAsk(ProgrammeFileDocument, { version: draft.base }, { enabled: !isFirst });
  const base = isFirst ? "" : asked.data?.data.programmeVersion?.sourceYaml;
  const names = { mine: words.draft, theirs: words.number(String(version)) };
  return (
    <Notice
      tone="warn"
      actions={
        <Button
          look="quiet"
          isDisabled={base === undefined}
          onPress={() => onJoined({ base: version, text: join(base ?? "", draft.text, source, names).text })}
        >
          {words.joining.join(String(version))}
        </Button>
      }
    >
      {words.overtaken(String(version))}
    </Notice>
  );
}
