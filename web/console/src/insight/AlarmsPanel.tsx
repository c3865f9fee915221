import { Link } from "@tanstack/react-router";
import { Badge, Button, Dialog, Empty, Panel, Segments, TextField, toast, type Tone } from "@tessera/kit";
import { useState } from "react";

import { InsightAlarmsDocument, MoveMetricAlarmDocument, type AlarmRowFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import styles from "./Insight.module.css";
import { shownAs } from "./numbers.js";

const SHOWN = 20;
const WORDS_MAX = 500;
const TONES: Record<string, Tone> = { OPEN: "bad", ACKNOWLEDGED: "warn", EXPLAINED: "info", CLOSED: "plain" };
const NEXT = ["ACKNOWLEDGED", "EXPLAINED", "CLOSED"] as const;
type Next = (typeof NEXT)[number];

/** Figures that changed by more than chance, and what was done about them. */
export function AlarmsPanel({ currency }: { currency: string | null }) {
  const { insight: words } = useMessages();
  const asked = useAsk(InsightAlarmsDocument, { first: SHOWN }, { keep: true });
  const [open, setOpen] = useState<AlarmRowFragment | null>(null);
  return (
    <Panel title={words.alarms}>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ metricAlarms }) =>
          metricAlarms?.edges.length ? (
            <ul className={styles.alarms}>
              {metricAlarms.edges.map(({ node }) => (
                <li key={node.id}>
                  <Alarm alarm={node} currency={currency} onMove={() => setOpen(node)} />
                </li>
              ))}
            </ul>
          ) : (
            <Empty icon="check" title={words.noAlarms}>
              {words.noAlarmsText}
            </Empty>
          )
        }
      </Answered>
      {open && <MoveDialog alarm={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function Alarm({ alarm, currency, onMove }: { alarm: AlarmRowFragment; currency: string | null; onMove: () => void }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const { may } = useSignedIn();
  const value = (of: number) => shownAs(format, alarm.metric, of, currency);
  const last = alarm.notes.at(-1);
  return (
    <div className={styles.alarm}>
      <div>
        <strong>{words.changed(alarm.channel ? `${alarm.metric.name} (${words.ofChannel(alarm.channel)})` : alarm.metric.name, `${format.signed(alarm.changePercent)}%`, format.shortDay(alarm.day))}</strong>
        <p className={styles.soft}>{why(words, alarm, value)}</p>
        {alarm.acts.map((act) => (
          <p key={act.threshold} className={styles.soft}>
            {stateOf(words.acts, act.outcome)}{" "}
            {act.journey && (
              <Link to="/journeys/$code" params={{ code: act.journey }}>
                {act.journey}
              </Link>
            )}
            {act.message && <Link to="/channels">{act.message}</Link>}{" "}
            <code>{act.threshold}</code> {act.at && format.dateTime(act.at)}
          </p>
        ))}
        {last && <p className={styles.soft}>{words.note(last.by, last.words)}</p>}
      </div>
      <div className={styles.controls}>
        <Badge tone={TONES[alarm.state] ?? "plain"}>{alarm.late ? words.late : stateOf(words.states, alarm.state)}</Badge>
        {alarm.state !== "CLOSED" && may("insight:write") && <Button onPress={onMove}>{words.move}</Button>}
      </div>
    </div>
  );
}

/** The reason of an alarm, in a sentence. */
function why(words: ReturnType<typeof useMessages>["insight"], alarm: AlarmRowFragment, value: (of: number) => string): string {
  if (alarm.channel) return words.acquisition.short(value(alarm.baseline));
  if (alarm.missed) return words.shortOf(value(alarm.value), value(alarm.baseline));
  return words.interval(value(alarm.value), value(alarm.baseline), value(alarm.low), value(alarm.high));
}

/** The word for a state; the state itself where a newer gateway has one that this page does not know. */
function stateOf(words: Record<string, string>, state: string): string {
  return words[state] ?? state;
}

function MoveDialog({ alarm, onClose }: { alarm: AlarmRowFragment; onClose: () => void }) {
  const { app, insight: words } = useMessages();
  const choices = NEXT.slice(alarm.state === "OPEN" ? 0 : NEXT.indexOf(alarm.state as Next) + 1);
  const [state, setState] = useState<Next>(choices[0] ?? "CLOSED");
  const [said, setSaid] = useState("");
  const wish = useWish(MoveMetricAlarmDocument, "alarm");
  const move = async () => {
    if (!said.trim() || wish.isPending) return;
    const outcome = await wish.run({ alarmId: alarm.id, state, words: said }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.moved);
    onClose();
  };
  return (
    <Dialog isOpen stays title={words.moveTitle(alarm.metric.name)} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void move();
        }}
      >
        <Segments label={words.newState} value={state} onChange={setState} choices={choices.map((key) => ({ key, label: words.states[key] }))} />
        <TextField autoFocus label={words.words} hint={words.wordsHint} value={said} onChange={setSaid} maxLength={WORDS_MAX} lines />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending} isDisabled={!said.trim()}>
            {words.move}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
