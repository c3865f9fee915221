import { Button, Notice } from "@tessera/kit";
import { useState, type ReactNode } from "react";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { placesOf } from "../parts/join.js";
import { Stack } from "../parts/Page.js";
import { PublishDialog } from "../parts/PublishDialog.js";
import type { Draft } from "./draft.js";
import { useJudgement, type Judgement } from "./judgement.js";
import { JudgementPanel } from "./JudgementPanel.js";
import { OvertakenNotice } from "./OvertakenNotice.js";
import styles from "./Programme.module.css";

export type Fault = Judgement["problems"][number];

export interface DraftProps {
  /** That in force; 0 before the first. */
  version: number;
  source: string;
  draft: Draft | undefined;
  onDraft: (draft: Draft | undefined) => void;
}

/** What a draft is written by: the file, or the form. */
export interface Drafting {
  text: string;
  /** Draft this text; that in force is no draft. */
  write: (text: string) => void;
  isChanged: boolean;
  isReadOnly: boolean;
  judgement: Judgement | undefined;
  /** Another text came than was written here: from a joining, or by letting the draft go. */
  remade: number;
}

/** A draft while it is written: judged, joined with what others published, let go, and published. */
export function DraftFrame({
  version,
  source,
  draft,
  onDraft,
  onFault,
  children,
}: DraftProps & {
  /** Show where it is wrong: a problem, or a line that a person has to decide on. */
  onFault: (fault: Pick<Fault, "line" | "key">) => void;
  children: (drafting: Drafting) => ReactNode;
}) {
  const { app, programme: words } = useMessages();
  const format = useFormat();
  const { may } = useSignedIn();
  const [publishing, setPublishing] = useState(false);
  const [remade, setRemade] = useState(0);
  const mayWrite = may("programmes:write");
  const text = draft?.text ?? source;
  const judged = useJudgement(text, mayWrite);
  const { judgement } = judged;
  const isChanged = text !== source;
  const isOvertaken = draft !== undefined && isChanged && draft.base !== version;
  const undecided = placesOf(text);
  const publishable =
    isChanged && !isOvertaken && !undecided.length && judged.isCurrent && judgement?.problems.length === 0;
  const remake = (next: Draft | undefined) => {
    onDraft(next);
    setRemade(remade + 1);
  };
  const write = (next: string) => onDraft(next === source ? undefined : { base: draft?.base ?? version, text: next });
  return (
    <Stack>
      {!mayWrite && <Notice tone="info">{app.states.needs("programmes:write")}</Notice>}
      {isOvertaken && <OvertakenNotice version={version} source={source} draft={draft} onJoined={remake} />}
      {undecided.length > 0 && (
        <Notice
          tone="warn"
          actions={
            <Button look="quiet" onPress={() => onFault({ line: undecided[0] ?? 1, key: "" })}>
              {words.joining.next}
            </Button>
          }
        >
          {words.joining.decide(format.number(undecided.length))}
        </Notice>
      )}
      <div className={styles.columns}>
        {children({ text, write, isChanged, isReadOnly: !mayWrite, judgement, remade })}
        {mayWrite && (
          <Stack>
            <div className={styles.actions}>
              <Button isDisabled={!isChanged} onPress={() => remake(undefined)}>
                {words.discard}
              </Button>
              <Button look="primary" isDisabled={!publishable} onPress={() => setPublishing(true)}>
                {words.publish}
              </Button>
            </div>
            <JudgementPanel judged={judged} onFault={onFault} />
          </Stack>
        )}
      </div>
      {publishing && (
        <PublishDialog
          base={version}
          before={source}
          after={text}
          onClose={() => setPublishing(false)}
          onPublished={() => onDraft(undefined)}
        />
      )}
    </Stack>
  );
}
