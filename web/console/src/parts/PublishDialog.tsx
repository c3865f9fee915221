import { Button, Notice } from "@tessera/kit";
import { useState } from "react";

import { ProgrammeFileDocument, PublishProgrammeDocument } from "../generated/documents.js";
import { useAsk, useRefresh, useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Diff } from "./Diff.js";
import { join } from "./join.js";
import { NoteDialog } from "./NoteDialog.js";
import { Answered, Lines } from "./Page.js";

/** A changed file, and the version in force that it was made from; 0 and "" before the first. */
interface Change {
  readonly base: number;
  readonly before: string;
  readonly after: string;
}

interface Props extends Change {
  /** What is done, where it is less than a whole draft. */
  title?: string;
  text?: string;
  onClose: () => void;
  onPublished?: () => void;
}

/** Puts a changed programme in force, unless somebody was quicker: then it is joined with theirs first. */
export function PublishDialog({ title, text, onClose, onPublished, ...made }: Props) {
  const { programme: words } = useMessages();
  const wish = useWish(PublishProgrammeDocument, "publish");
  const refresh = useRefresh();
  const [joined, setJoined] = useState<Change>();
  const change = joined ?? made;
  const overtaken = wish.refused?.payload.overtaken?.version ?? 0;
  const isOvertaken = overtaken > change.base;
  const close = () => {
    // The page behind has yet to see the version that came meanwhile.
    if (isOvertaken || joined) refresh();
    onClose();
  };
  return (
    <NoteDialog
      title={title ?? words.publishTitle}
      text={text ?? words.publishText}
      action={words.publish}
      wish={wish}
      isBlocked={isOvertaken}
      send={(note) => wish.run({ sourceYaml: change.after, note, baseVersion: change.base })}
      onClose={close}
      {...(onPublished && { onPublished })}
    >
      {joined && <Notice tone="info">{words.joining.joined(String(joined.base))}</Notice>}
      {isOvertaken ? (
        <Overtaken
          change={change}
          version={overtaken}
          onJoin={(next) => {
            wish.reset();
            setJoined(next);
          }}
        />
      ) : (
        <Diff before={change.before} after={change.after} />
      )}
    </NoteDialog>
  );
}

/** What came meanwhile, and both as one where they changed different lines. */
function Overtaken({ change, version, onJoin }: { change: Change; version: number; onJoin: (change: Change) => void }) {
  const { programme } = useMessages();
  const words = programme.joining;
  const asked = useAsk(ProgrammeFileDocument, { version });
  return (
    <Answered asked={asked} loading={<Lines />}>
      {({ programmeVersion }) => {
        const theirs = programmeVersion?.sourceYaml;
        if (!theirs) return <p>{programme.missing(String(version))}</p>;
        const names = { mine: programme.draft, theirs: programme.number(String(version)) };
        const both = join(change.before, change.after, theirs, names);
        return (
          <>
            <h3>{words.theirs(String(version))}</h3>
            <Diff before={change.before} after={theirs} />
            {both.conflicts.length ? (
              <Notice tone="warn">{words.sameLines}</Notice>
            ) : (
              <Button onPress={() => onJoin({ base: version, before: theirs, after: both.text })}>
                {words.join(String(version))}
              </Button>
            )}
          </>
        );
      }}
    </Answered>
  );
}
