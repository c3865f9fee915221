import { Panel, Skeleton } from "@tessera/kit";
import { lazy, Suspense, useMemo, useState } from "react";

import { useMessages } from "../lib/messages.js";
import { DraftFrame, type DraftProps, type Drafting } from "./DraftFrame.js";
import type { Mark, Place } from "./YamlEditor.js";

// The editor is heavy, and comes when a file is looked at.
const YamlEditor = lazy(() => import("./YamlEditor.js").then((loaded) => ({ default: loaded.YamlEditor })));

/** The file, judged while it is written. Without the permission it can be read. */
export function FileTab(props: DraftProps) {
  const [place, setPlace] = useState<Place>();
  return (
    <DraftFrame {...props} onFault={({ line }) => setPlace({ line })}>
      {(drafting) => <File version={props.version} place={place} {...drafting} />}
    </DraftFrame>
  );
}

function File({
  version,
  place,
  text,
  write,
  isChanged,
  isReadOnly,
  judgement,
  remade,
}: Drafting & { version: number; place: Place | undefined }) {
  const { programme: words } = useMessages();
  const marks = useMemo<readonly Mark[]>(
    () => [
      ...(judgement?.problems ?? []).map((each) => ({ ...each, isWarning: false })),
      ...(judgement?.warnings ?? []).map((each) => ({ ...each, isWarning: true })),
    ],
    [judgement],
  );
  return (
    <Panel title={isChanged ? words.draft : words.inForce(String(version))} flush>
      <Suspense fallback={<Skeleton height={420} />}>
        <YamlEditor
          key={`${version}-${remade}`}
          label={words.file}
          value={text}
          isReadOnly={isReadOnly}
          onChange={write}
          marks={marks}
          place={place}
        />
      </Suspense>
    </Panel>
  );
}
