import { Link } from "@tanstack/react-router";
import { Button, Notice, Panel, TextField, Tile, Tiles } from "@tessera/kit";
import { useState } from "react";

import { SegmentTrialDocument, type SegmentRowFragment, type SegmentTrialQuery } from "../generated/documents.js";
import { TesseraError, useAsk, type Asked, type Problem } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import { SaveDialog } from "./SaveDialog.js";
import styles from "./Segments.module.css";

const CHARACTERS_MAX = 2_000;

type Preview = NonNullable<SegmentTrialQuery["previewSegment"]>;

/** A condition is tried before it is saved: how many it would describe, and why five of them. */
export function TrialPanel({ segment }: { segment?: SegmentRowFragment }) {
  const { segments: words } = useMessages();
  const { may } = useSignedIn();
  const [when, setWhen] = useState(segment?.when ?? "");
  const [tried, setTried] = useState<string>();
  const [saving, setSaving] = useState(false);
  const asked = useAsk(SegmentTrialDocument, { when: tried ?? "" }, { enabled: tried !== undefined });
  const mayWrite = may("members:write");
  const written = when.trim();
  const isNew = !segment?.saved;
  return (
    <Panel title={words.trial.title}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (written) setTried(written);
        }}
      >
        <TextField lines label={words.trial.when} hint={words.trial.hint} value={when} onChange={setWhen} maxLength={CHARACTERS_MAX} />
        <div className={styles.actions}>
          {mayWrite && (
            <Button isDisabled={written !== tried || !asked.data?.data.previewSegment} onPress={() => setSaving(true)}>
              {isNew ? words.save.add : words.save.change}
            </Button>
          )}
          <Button type="submit" look="primary" isDisabled={!written}>
            {words.trial.run}
          </Button>
        </div>
      </form>
      {tried && <Tried when={tried} asked={asked} />}
      {saving && tried && (
        <SaveDialog when={tried} {...(segment?.saved && { segment })} onClose={() => setSaving(false)} />
      )}
    </Panel>
  );
}

function Tried({ when, asked }: { when: string; asked: Asked<SegmentTrialQuery> }) {
  const { segments: words } = useMessages();
  const refused = refusalOf(asked.error, asked.data?.problems);
  if (refused) {
    const at = refused.details?.["at"];
    return (
      <Notice tone="bad" urgent detail={at && words.trial.at(String(Number(at) + 1), pointed(when, Number(at)))}>
        {refused.message}
      </Notice>
    );
  }
  return (
    <Answered asked={asked} loading={<Lines count={3} />}>
      {({ previewSegment }) => previewSegment && <Size preview={previewSegment} />}
    </Answered>
  );
}

/** A refusal of the condition, which its author can mend. */
function refusalOf(error: Error | null, problems: readonly Problem[] = []): Problem | undefined {
  const all = error instanceof TesseraError ? error.problems : problems;
  return all.find(({ code }) => code === "SEGMENT_CONDITION_REFUSED" || code === "INVALID_ARGUMENT");
}

/** The words from a place on, cut to what one takes in at a glance. */
export function pointed(when: string, at: number): string {
  const rest = [...when].slice(at).join("");
  return rest.length > 24 ? `${rest.slice(0, 24)}…` : rest;
}

function Size({ preview }: { preview: Preview }) {
  const { segments: words } = useMessages();
  const format = useFormat();
  const { members, membersLow, membersHigh, judged, total, exact, sample } = preview;
  return (
    <div className={styles.form}>
      <Tiles>
        <Tile
          name={words.trial.size}
          note={exact ? words.trial.exact : words.trial.between(format.number(membersLow), format.number(membersHigh))}
        >
          {format.number(members)}
        </Tile>
        <Tile name={words.trial.share} note={words.trial.judged(format.number(judged), format.number(total))}>
          {format.percent(total > 0 ? members / total : 0)}
        </Tile>
      </Tiles>
      <h3>{words.trial.sample}</h3>
      {sample.length === 0 && <p className={styles.soft}>{words.trial.nobody}</p>}
      <ul className={styles.sample}>
        {sample.map(({ memberId, reasons }) => (
          <li key={memberId}>
            <Link to="/members/$id" params={{ id: memberId }}>
              <code>{memberId}</code>
            </Link>
            <span className={styles.reasons}>
              {reasons.map(({ fact, value }) => (
                <span key={fact}>
                  <code>{fact}</code> = {value ?? words.unknown}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
