import { Button, Notice, Panel, Skeleton } from "@tessera/kit";
import { lazy, Suspense, useMemo, useState } from "react";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { placesOf } from "../parts/join.js";
import { Stack } from "../parts/Page.js";
import type { Draft } from "./draft.js";
import { useJudgement } from "./judgement.js";
import { JudgementPanel } from "./JudgementPanel.js";
import { OvertakenNotice } from "./OvertakenNotice.js";
import styles from "./Programme.module.css";
import { PublishDialog } from "../parts/PublishDialog.js";
import type { Mark, Place } from "./YamlEditor.js";

// The editor is heavy, and comes when a file is looked at.
const YamlEditor = lazy(() => import("./YamlEditor.js").then((loaded) => ({ default: loaded.YamlEditor })));

/** The file, judged while it is written. Without the permission it can be read. */
export function FileTab({
  version,
  source,
  draft,
  onDraft,
}: {
  /** That in force; 0 before the first. */
  version: number;
  source: string;
  draft: Draft | undefined;
  onDraft: (draft: Draft | undefined) => void;
}) {
  const { app, programme: words } = useMessages();
  const format = useFormat();
  const { may } = useSignedIn();
  const [place, setPlace] = useState<Place>();
  const [publishing, setPublishing] = useState(false);
  const [remade, setRemade] = useState(0);
  const mayWrite = may("programmes:write");
  const text = draft?.text ?? source;
  const judged = useJudgement(text, mayWrite);
  const { judgement } = judged;
  const marks = useMemo<readonly Mark[]>(
    () => [
      ...(judgement?.problems ?? []).map((each) => ({ ...each, isWarning: false })),
      ...(judgement?.warnings ?? []).map((each) => ({ ...each, isWarning: true })),
    ],
    [judgement],
  );
  const changed = text !== source;
  const isOvertaken = draft !== undefined && changed && draft.base !== version;
  const undecided = placesOf(text);
  const publishable =
    changed && !isOvertaken && !undecided.length && judged.isCurrent && judgement?.problems.length === 0;
  const remake = (next: Draft | undefined) => {
    onDraft(next);
    setRemade(remade + 1);
  };
  return (
    <Stack>
      {!mayWrite && <Notice tone="info">{app.states.needs("programmes:write")}</Notice>}
      {isOvertaken && <OvertakenNotice version={version} source={source} draft={draft} onJoined={remake} />}
      {undecided.length > 0 && (
        <Notice
          tone="warn"
          actions={
            <Button look="quiet" onPress={() => setPlace({ line: undecided[0] ?? 1 })}>
              {words.joining.next}
            </Button>
          }
        >
          {words.joining.decide(format.number(undecided.length))}
        </Notice>
      )}
      <div className={styles.columns}>
        <Panel title={changed ? words.draft : words.inForce(String(version))} flush>
          <Suspense fallback={<Skeleton height={420} />}>
            <YamlEditor
              key={`${version}-${remade}`}
              label={words.file}
              value={text}
              isReadOnly={!mayWrite}
              onChange={(next) => onDraft(next === source ? undefined : { base: draft?.base ?? version, text: next })}
              marks={marks}
              place={place}
            />
          </Suspense>
        </Panel>
        {mayWrite && (
          <Stack>
            <div className={styles.actions}>
              <Button isDisabled={!changed} onPress={() => remake(undefined)}>
                {words.discard}
              </Button>
              <Button look="primary" isDisabled={!publishable} onPress={() => setPublishing(true)}>
                {words.publish}
              </Button>
            </div>
            <JudgementPanel judged={judged} onLine={(line) => setPlace({ line })} />
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
