import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Notice, Panel, Table, Tile, Tiles } from "@tessera/kit";
import { useState } from "react";

import { StartTierBacktestDocument, TierBacktestDocument, type TriedLaddersFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, Stack, WishProblem } from "../parts/Page.js";
import styles from "./Programme.module.css";

const EVERY_MS = 2_000;

type Ladder = TriedLaddersFragment["ladders"][number];

/** Where all members would stand by the draft's ladders, beside the programme in force. */
export function BacktestTab({ text }: { text: string }) {
  const { app, programme } = useMessages();
  const words = programme.backtest;
  const { may } = useSignedIn();
  const [going, setGoing] = useState(true);
  const asked = useAsk(TierBacktestDocument, {}, { keep: true, ...(going && { everyMs: EVERY_MS }) });
  const wish = useWish(StartTierBacktestDocument, "backtest");
  const test = asked.data?.data.tierBacktest;
  const isOpen = test?.state === "QUEUED" || test?.state === "RUNNING";
  if (asked.data && isOpen !== going) setGoing(isOpen);
  const start = () => void wish.run({ sourceYaml: text }).then(() => setGoing(true), () => undefined);
  return (
    <Stack>
      <Panel title={words.title}>
        <Stack>
          <p>{words.lead}</p>
          {may("programmes:write") ? (
            <div>
              <Button look="primary" isDisabled={isOpen} isPending={wish.isPending} onPress={start}>
                {words.start}
              </Button>
            </div>
          ) : (
            <Notice tone="info">{app.states.needs("programmes:write")}</Notice>
          )}
          <WishProblem said={wish.said} error={wish.error} />
        </Stack>
      </Panel>
      <Answered asked={asked} loading={<Lines count={6} />}>
        {(data) =>
          data.tierBacktest ? (
            <Tried test={data.tierBacktest} />
          ) : (
            <Empty icon="programme" title={words.none}>
              {words.noneText}
            </Empty>
          )
        }
      </Answered>
    </Stack>
  );
}

/** What a back-test counted so far. */
export function Tried({ test }: { test: TriedLaddersFragment }) {
  const { programme } = useMessages();
  const words = programme.backtest;
  const format = useFormat();
  const states: Record<string, string> = words.states;
  return (
    <Stack>
      <Panel title={words.last}>
        <Stack>
          <p>
            <Badge tone={test.state === "DONE" ? "good" : test.state === "FAILED" ? "bad" : "plain"}>
              {states[test.state] ?? test.state}
            </Badge>{" "}
            {words.span(format.dateTime(test.askedAt), test.askedBy)} {words.counted(format.number(test.members))}
          </p>
          {test.cost && <Cost cost={test.cost} benefits={test.benefits} />}
        </Stack>
      </Panel>
      {test.ladders.map((ladder) => (
        <Moves key={ladder.ladder.code} ladder={ladder} />
      ))}
      {test.sample.length > 0 && <Sample sample={test.sample} />}
    </Stack>
  );
}

function Cost({ cost, benefits }: { cost: NonNullable<TriedLaddersFragment["cost"]>; benefits: TriedLaddersFragment["benefits"] }) {
  const words = useMessages().programme.backtest;
  const format = useFormat();
  return (
    <Tiles>
      <Tile name={words.points} note={words.beside(format.number(cost.pointsNow))}>
        {format.number(cost.pointsDraft)}
      </Tile>
      <Tile name={words.worth} note={words.ofSpend(format.money(cost.spend.minorUnits, cost.spend.currencyCode))}>
        {format.money(cost.worth.minorUnits, cost.worth.currencyCode)}
      </Tile>
      {benefits.map(({ benefit, now, draft }) => (
        <Tile key={benefit} name={words.benefit(benefit)} note={words.beside(format.number(now))}>
          {format.number(draft)}
        </Tile>
      ))}
    </Tiles>
  );
}

function Moves({ ladder }: { ladder: Ladder }) {
  const words = useMessages().programme.backtest;
  const format = useFormat();
  return (
    <Panel title={ladder.ladder.name} flush>
      <p className={styles.hint}>{words.moved(format.number(ladder.rise), format.number(ladder.riseAtOnce), format.number(ladder.fall))}</p>
      <Table
        label={ladder.ladder.name}
        columns={[
          { key: "from", name: words.columns.from, named: true, cell: ({ fromTier }) => fromTier?.name ?? words.nowhere },
          { key: "to", name: words.columns.to, cell: ({ toTier }) => toTier.name },
          { key: "members", name: words.columns.members, end: true, cell: ({ members }) => format.number(members) },
        ]}
        rows={ladder.moves}
        keyOf={({ fromTier, toTier }) => `${fromTier?.code}/${toTier.code}`}
      />
    </Panel>
  );
}

function Sample({ sample }: { sample: TriedLaddersFragment["sample"] }) {
  const { members, programme } = useMessages();
  const words = programme.backtest;
  const reasons: Record<string, string> = members.decisions.reasons;
  const format = useFormat();
  return (
    <Panel title={words.sample} flush>
      <Table
        label={words.sample}
        columns={[
          {
            key: "member",
            name: words.columns.member,
            named: true,
            cell: ({ memberId }) => (
              <Link to="/members/$id" params={{ id: memberId }}>
                <code>{memberId}</code>
              </Link>
            ),
          },
          { key: "move", name: words.columns.move, cell: ({ fromTier, toTier }) => `${fromTier ?? words.nowhere} → ${toTier}` },
          { key: "reason", name: words.columns.reason, cell: ({ reason }) => reasons[reason] ?? reason },
          { key: "counted", name: words.columns.counted, end: true, cell: ({ counted }) => format.number(counted) },
          { key: "threshold", name: words.columns.threshold, end: true, cell: ({ threshold }) => format.number(threshold) },
        ]}
        rows={sample}
        keyOf={({ memberId, ladder }) => `${memberId}/${ladder}`}
      />
    </Panel>
  );
}
