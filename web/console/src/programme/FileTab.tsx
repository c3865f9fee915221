import { Button, Notice, Panel, Skeleton } from "@tessera/kit";
import { lazy, Suspense, useMemo, useState } from "react";

import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Stack } from "../parts/Page.js";
import type { Draft } from "./draft.js";
import { useJudgement } from "./judgement.js";
import { JudgementPanel } from "./JudgementPanel.js";
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
  const { may } = useSignedIn();
  const [place, setPlace] = useState<Place>();
  const [publishing, setPublishing] = useState(false);
  const [discarded, setDiscarded] = useState(0);
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
  const publishable = changed && judged.isCurrent && judgement?.problems.length === 0;
  const discard = () => {
    onDraft(undefined);
    setDiscarded(discarded + 1);
  };
  return (
    <Stack>
      {!mayWrite && <Notice tone="info">{app.states.needs("programmes:write")}</Notice>}
      {draft && changed && draft.base !== version && <Notice tone="warn">{words.overtaken(String(version))}</Notice>}
      <div className={styles.columns}>
        <Panel title={changed ? words.draft : words.inForce(String(version))} flush>
          <Suspense fallback={<Skeleton height={420} />}>
            <YamlEditor
              key={`${version}-${discarded}`}
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
              <Button isDisabled={!changed} onPress={discard}>
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
          before={source}
          after={text}
          onClose={() => setPublishing(false)}
          onPublished={() => onDraft(undefined)}
        />
      )}
    </Stack>
  );
}
