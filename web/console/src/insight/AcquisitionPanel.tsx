import { Badge, Button, Dialog, Empty, Panel, Table, TextField, toast, type Column } from "@tessera/kit";
import { useState } from "react";

import { InsightAcquisitionDocument, PutChannelCostsDocument, type InsightAcquisitionQuery } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import { costsOf } from "./costs.js";
import styles from "./Insight.module.css";

type Acquisition = NonNullable<InsightAcquisitionQuery["acquisition"]>;
type Return = Acquisition["returns"][number];

const LINES_MAX = 2_000;

/** What members of each channel cost and brought; operators tell the costs by month. */
export function AcquisitionPanel() {
  const { insight } = useMessages();
  const { may } = useSignedIn();
  const words = insight.acquisition;
  const [isOpen, setOpen] = useState(false);
  const asked = useAsk(InsightAcquisitionDocument, {}, { keep: true });
  const channels = asked.data?.data?.acquisition?.channels ?? [];
  return (
    <Panel title={words.title} flush>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ acquisition }) =>
          acquisition?.channels.length ? (
            <Returns told={acquisition} />
          ) : (
            <Empty icon="insight" title={words.none}>
              {words.noneText}
            </Empty>
          )
        }
      </Answered>
      {channels.length > 0 && may("insight:write") && (
        <p className={styles.below}>
          <Button onPress={() => setOpen(true)}>{words.tell}</Button>
        </p>
      )}
      {isOpen && <CostsDialog channels={channels.map(({ code }) => code)} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function Returns({ told }: { told: Acquisition }) {
  const { insight } = useMessages();
  const format = useFormat();
  const words = insight.acquisition;
  const money = (minor: number) => format.money(Math.round(minor), told.currencyCode ?? "CNY");
  const known = told.returns.filter(({ members, costMinor }) => members > 0 || costMinor !== null);
  const columns: readonly Column<Return>[] = [
    { key: "month", name: words.columns.month, cell: ({ month }) => month },
    { key: "channel", name: words.columns.channel, cell: ({ channel }) => <strong>{channel.name}</strong> },
    { key: "members", name: words.columns.members, end: true, named: true, cell: ({ members }) => format.number(members) },
    { key: "cost", name: words.columns.cost, end: true, named: true, cell: ({ costMinor }) => (costMinor === null ? "–" : money(costMinor)) },
    { key: "cac", name: words.columns.cac, end: true, named: true, cell: ({ cac }) => (cac ? money(cac.value) : "–") },
    { key: "revenue", name: words.columns.revenue, end: true, named: true, cell: ({ revenueMinor }) => money(revenueMinor) },
    {
      key: "roi",
      name: words.columns.roi,
      end: true,
      named: true,
      cell: ({ roi, short, complete, channel }) => (
        <span>
          {roi ? roi.value.toFixed(2) : "–"}{" "}
          {short && channel.floor !== null ? (
            <Badge tone="bad" icon="alert">
              {words.short(String(channel.floor))}
            </Badge>
          ) : (
            !complete && <Badge tone="plain">{words.goesOn}</Badge>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table label={words.title} columns={columns} rows={known} keyOf={({ month, channel }) => `${month}/${channel.code}`} />
      <div className={styles.below}>
        {told.metrics.map(({ code, name, definition }) => (
          <p key={code} className={styles.foot}>
            {name}: {definition}
          </p>
        ))}
      </div>
    </>
  );
}

function CostsDialog({ channels, onClose }: { channels: readonly string[]; onClose: () => void }) {
  const { app, insight } = useMessages();
  const { timeZone } = useSignedIn();
  const words = insight.acquisition;
  const [month, setMonth] = useState(dayOf(new Date(useNow(60_000)), timeZone).slice(0, 7));
  const [lines, setLines] = useState(channels.map((code) => `${code},`).join("\n"));
  const wish = useWish(PutChannelCostsDocument, "costs");
  const found = costsOf(lines, channels);
  const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/.test(month);
  const costs = "costs" in found ? found.costs : [];
  const isReady = isMonth && costs.length > 0;
  const put = async () => {
    if (!isReady || wish.isPending) return;
    const outcome = await wish.run({ month, costs: [...costs] }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.told);
    onClose();
  };
  return (
    <Dialog isOpen stays title={words.tell} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void put();
        }}
      >
        <TextField autoFocus label={words.columns.month} hint={words.monthHint} value={month} onChange={setMonth} maxLength={7} error={isMonth ? "" : words.monthHint} />
        <TextField
          label={words.lines}
          hint={words.linesHint}
          value={lines}
          onChange={setLines}
          maxLength={LINES_MAX}
          lines
          error={"wrong" in found ? words.wrongLine(String(found.wrong)) : ""}
        />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending} isDisabled={!isReady}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
