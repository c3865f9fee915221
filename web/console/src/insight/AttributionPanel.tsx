import { Empty, Notice, Panel, SelectField, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { InsightAttributionDocument, type InsightAttributionQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf, shifted } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Insight.module.css";

type Attribution = NonNullable<InsightAttributionQuery["attribution"]>;
type Credit = Attribution["credits"][number];

const MODELS = ["LAST", "FIRST", "LINEAR", "TIME_DECAY", "POSITION"] as const;
const DAYS = 30;

/** Which messages orders are put down to; beside it what was shown against those held out. */
export function AttributionPanel() {
  const { insight: words } = useMessages();
  const { timeZone } = useSignedIn();
  const [model, setModel] = useState<(typeof MODELS)[number]>("LAST");
  const untilDay = dayOf(new Date(useNow(60_000)), timeZone);
  const asked = useAsk(InsightAttributionDocument, { model, fromDay: shifted(untilDay, 1 - DAYS), untilDay }, { keep: true });
  return (
    <Panel title={words.attribution}>
      <div className={styles.controls}>
        <SelectField label={words.model} value={model} onChange={setModel} choices={MODELS.map((key) => ({ key, label: words.models[key] }))} />
      </div>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ attribution }) => attribution && <Credits told={attribution} />}
      </Answered>
    </Panel>
  );
}

function Credits({ told }: { told: Attribution }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Credit>[] = [
    { key: "message", name: words.message, cell: ({ message }) => (message ? <code>{message}</code> : <em>{words.noMessage}</em>) },
    { key: "channel", name: words.channel, named: true, cell: ({ channel }) => channel ?? words.nothing },
    {
      key: "minor",
      name: words.money,
      end: true,
      named: true,
      cell: ({ minorUnits }) => format.money(minorUnits, told.currencyCode ?? "CNY"),
    },
  ];
  if (!told.credits.length) {
    return (
      <Empty icon="insight" title={words.noOrders}>
        {words.noOrdersText}
      </Empty>
    );
  }
  const { lift } = told;
  return (
    <>
      <Table label={words.attribution} columns={columns} rows={told.credits} keyOf={({ message, channel }) => `${message}/${channel}`} />
      {lift ? (
        <Notice tone={lift.shown ? "good" : "info"}>
          {words.lift(
            format.percent(lift.reached.value),
            format.percent(lift.heldOut.value),
            format.percent(lift.low),
            format.percent(lift.high),
          )}{" "}
          {lift.shown ? words.liftShown : words.liftNotShown}
        </Notice>
      ) : (
        <p className={styles.foot}>{words.noLift}</p>
      )}
    </>
  );
}
