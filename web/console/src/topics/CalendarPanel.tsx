import { Badge, Button, Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { ContentCalendarDocument, RestoreSlotDocument, type ContentCalendarQuery } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { FieldsDialog, wasDone } from "../parts/FieldsDialog.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Topics.module.css";

const REASON_MAX = 500;

type Slot = NonNullable<ContentCalendarQuery["contentCalendar"]>["slots"][number];
type Names = ReadonlyMap<string, string>;

/** The slots that open topics by weekday: what comes, what came of the latest weeks, and why one has its alternative. */
export function CalendarPanel({ names }: { names: Names }) {
  const { topics: words } = useMessages();
  const asked = useAsk(ContentCalendarDocument, {}, { keep: true });
  return (
    <Panel title={words.calendar} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ contentCalendar }) =>
          contentCalendar &&
          (contentCalendar.slots.length === 0 ? (
            <Empty icon="topics" title={words.noSlots}>
              {words.noSlotsText}
            </Empty>
          ) : (
            <Slots slots={contentCalendar.slots} names={names} />
          ))
        }
      </Answered>
    </Panel>
  );
}

function Slots({ slots, names }: { slots: readonly Slot[]; names: Names }) {
  const { topics: words } = useMessages();
  const format = useFormat();
  const [restored, setRestored] = useState<string>();
  const wish = useWish(RestoreSlotDocument, "restore");
  const columns: readonly Column<Slot>[] = [
    {
      key: "slot",
      name: words.columns.slot,
      cell: ({ code, topicName, replacement }) => (
        <span className={styles.post}>
          <strong>{topicName}</strong>
          <span className={styles.soft}>{code}</span>
          {replacement && (
            <>
              <span className={styles.badges}>
                <Badge tone="warn">{words.alternative}</Badge>
              </span>
              <span className={styles.soft}>
                {words.fell(names.get(replacement.fromTopic) ?? replacement.fromTopic, replacement.interactions.map((each) => format.number(each)).join(" → "), format.dateTime(replacement.at))}
              </span>
              <Button aria-label={words.actOf(words.restore, topicName)} onPress={() => setRestored(code)}>
                {words.restore}
              </Button>
            </>
          )}
        </span>
      ),
    },
    {
      key: "coming",
      name: words.columns.coming,
      cell: ({ coming }) => (
        <span className={styles.lines}>
          {coming.map(({ planned, kind, opensAt, calendarUnknown }) => (
            <span key={planned}>
              {opensAt ? format.dateTime(opensAt) : format.day(planned)} {kind !== "USUAL" && <Badge tone={kind === "SKIPPED" ? "bad" : "info"}>{words.planned[kind] ?? kind}</Badge>}{" "}
              {calendarUnknown && <Badge tone="warn">{words.unknown}</Badge>}
            </span>
          ))}
        </span>
      ),
    },
    {
      key: "latest",
      name: words.columns.latest,
      cell: ({ latest }) => (
        <span className={styles.lines}>
          {latest.map(({ planned, topic, interactions }) => (
            <span key={planned}>
              {format.day(planned)} · {names.get(topic) ?? topic} · {interactions === null ? words.running : words.interactions(format.number(interactions))}
            </span>
          ))}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table label={words.calendar} columns={columns} rows={slots} keyOf={({ code }) => code} />
      {restored && (
        <FieldsDialog
          title={words.restore}
          text={words.restoreText}
          action={words.restore}
          done={words.done}
          fields={[{ key: "reason", label: words.restoreReason, most: REASON_MAX, lines: true }]}
          wish={wish}
          send={({ reason }) => wasDone(wish.run({ slot: restored, reason: reason ?? "" }))}
          onClose={() => setRestored(undefined)}
        />
      )}
    </>
  );
}
