import { Link } from "@tanstack/react-router";
import { Button, Notice, Panel, TextField, Tile, Tiles } from "@tessera/kit";
import { useMemo, useState } from "react";

import { SegmentFactsDocument, SegmentTrialDocument, type SegmentRowFragment, type SegmentTrialQuery } from "../generated/documents.js";
import { TesseraError, useAsk, type Asked, type Problem } from "../lib/api.js";
import { CONDITION_WORDS } from "../lib/conditionWords.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { usePreferences } from "../lib/preferences.js";
import { useQuiet } from "../lib/quiet.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import { declaredBy } from "./choices.js";
import { Condition } from "./condition.js";
import type { Facts, FactType, Part } from "./conditionTree.js";
import { RuleBuilder } from "./RuleBuilder.js";
import { SaveDialog } from "./SaveDialog.js";
import styles from "./Segments.module.css";

const CHARACTERS_MAX = 2_000;

type Preview = NonNullable<SegmentTrialQuery["previewSegment"]>;

/** How many parts of a condition are counted by themselves. */
const PARTS_MAX = 20;

/** A condition is tried while it is written: how many it would describe, and why five of them. */
export function TrialPanel({ segment }: { segment?: SegmentRowFragment }) {
  const { segments: words } = useMessages();
  const { may } = useSignedIn();
  const { language } = usePreferences();
  const [when, setWhen] = useState(segment?.when ?? "");
  const [saving, setSaving] = useState<string>();
  const known = useAsk(SegmentFactsDocument, {}).data?.data;
  const facts = useMemo<Facts>(() => new Map(known?.conditionFacts?.map(({ name, type }) => [name, type as FactType])), [known]);
  const said = CONDITION_WORDS[language];
  const declared = useMemo(() => declaredBy(known?.programmeVersion?.document, language, said), [known, language, said]);
  const condition = useMemo(() => (facts.size ? Condition.of(when, facts) : undefined), [when, facts]);
  const quiet = useQuiet(when);
  const parts = useMemo(() => partsOf(Condition.of(quiet, facts)), [quiet, facts]);
  const isEmpty = !quiet.trim();
  const asked = useAsk(SegmentTrialDocument, { when: quiet, parts }, { enabled: !isEmpty, keep: true });
  const preview = asked.isPlaceholderData ? undefined : asked.data?.data.previewSegment;
  const isTried = quiet === when && !isEmpty && Boolean(preview);
  const counts = new Map(preview?.parts.map((count, n) => [parts[n] ?? "", count]));
  return (
    <Panel title={words.trial.title}>
      <div className={styles.form}>
        {condition ? (
          <RuleBuilder condition={condition} facts={facts} declared={declared} words={said} counts={counts} onWrite={setWhen} />
        ) : (
          facts.size > 0 && <p className={styles.soft}>{said.unreadable}</p>
        )}
        <TextField lines label={words.trial.when} hint={words.trial.hint} value={when} onChange={setWhen} maxLength={CHARACTERS_MAX} />
        {may("members:write") && (
          <div className={styles.actions}>
            <Button look="primary" isDisabled={!isTried} onPress={() => setSaving(when)}>
              {segment?.saved ? words.save.change : words.save.add}
            </Button>
          </div>
        )}
      </div>
      {!isEmpty && <Tried when={quiet} asked={asked} />}
      {saving !== undefined && (
        <SaveDialog when={saving.trim()} {...(segment?.saved && { segment })} onClose={() => setSaving(undefined)} />
      )}
    </Panel>
  );
}

/** The texts of the lines, and of the parts that are shown as text. */
function partsOf(condition: Condition | undefined): string[] {
  const lines = (part: Part): readonly Part[] => (part.kind === "group" ? part.parts.flatMap(lines) : [part]);
  const texts = condition ? lines(condition.root).map(({ start, end }) => condition.text.slice(start, end)) : [];
  return [...new Set(texts)].slice(0, PARTS_MAX);
}

function Tried({ when, asked }: { when: string; asked: Asked<SegmentTrialQuery> }) {
  const { segments: words } = useMessages();
  const refused = refusalOf(asked.error, asked.data?.problems);
  if (refused) {
    const at = refused.details?.["at"];
    return (
      <Notice tone="bad" detail={at && words.trial.at(String(Number(at) + 1), pointed(when, Number(at)))}>
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
