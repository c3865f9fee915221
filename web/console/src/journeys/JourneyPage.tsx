import { Link, useParams } from "@tanstack/react-router";
import { Badge, Button, Empty, Notice, Panel, Table, Tile, Tiles, type Column } from "@tessera/kit";

import { JourneyDocument, PauseJourneyDocument, ResumeJourneyDocument, type JourneyQuery } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { whatItDoes } from "../lib/deeds.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack, WishProblem } from "../parts/Page.js";
import { EntriesPanel } from "./EntriesPanel.js";
import { sentAndNot, type Step } from "./figures.js";
import styles from "./Journeys.module.css";
import { EVERY_MS } from "./JourneysPage.js";

type Found = NonNullable<JourneyQuery["journey"]>;

/** One journey: how many members stand at each step, what became of its messages, and who is on it. */
export function JourneyPage() {
  const { code } = useParams({ from: "/journeys/$code" });
  const { journeys: words } = useMessages();
  const asked = useAsk(JourneyDocument, { code }, { keep: true, everyMs: EVERY_MS });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ journey }) =>
        journey ? (
          <Shown journey={journey} />
        ) : (
          <>
            <PageHead title={words.title} />
            <Panel title={words.list}>
              <Empty icon="journeys" title={words.missing}>
                <Link to="/journeys">{words.back}</Link>
              </Empty>
            </Panel>
          </>
        )
      }
    </Answered>
  );
}

function Shown({ journey }: { journey: Found }) {
  const { journeys: words, members } = useMessages();
  const { may } = useSignedIn();
  const format = useFormat();
  const pause = useWish(PauseJourneyDocument, "journey-pause");
  const resume = useWish(ResumeJourneyDocument, "journey-resume");
  const wish = journey.paused ? resume : pause;
  const occasions: Record<string, string> = members.touches.occasions;
  const ends: Record<string, string> = words.ends;
  const named = (codes: readonly string[]) => codes.map((each) => occasions[each] ?? each).join(" · ");
  return (
    <>
      <PageHead
        title={journey.name}
        lead={
          <span className={styles.lead}>
            <Link to="/journeys">{words.back}</Link>
            <code>{journey.code}</code>
            <span>{words.enters(named([journey.enterOn]))}</span>
            {journey.untilOn.length > 0 && <span>{words.until(named(journey.untilOn))}</span>}
          </span>
        }
      >
        {may("feedback:write") && (
          <Button isPending={wish.isPending} onPress={() => void wish.run({ journey: journey.code }).catch(() => undefined)}>
            {journey.paused ? words.resume : words.pause}
          </Button>
        )}
      </PageHead>
      <Stack>
        <WishProblem said={wish.said} error={wish.error} />
        {journey.paused && journey.pausedAt && <Notice tone="warn">{words.pausedText(format.dateTime(journey.pausedAt))}</Notice>}
        <Tiles>
          <Tile name={words.columns.members}>{format.number(journey.members)}</Tile>
          {journey.ended.map(({ reason, count }) => (
            <Tile key={reason} name={ends[reason] ?? reason}>
              {format.number(count)}
            </Tile>
          ))}
        </Tiles>
        <Panel title={words.steps} flush>
          <Steps steps={journey.steps} />
        </Panel>
        <EntriesPanel code={journey.code} />
      </Stack>
    </>
  );
}

function Steps({ steps }: { steps: readonly Step[] }) {
  const { journeys: words, members } = useMessages();
  const format = useFormat();
  const kinds: Record<string, string> = words.kinds;
  const states: Record<string, string> = members.touches.states;
  const occasions: Record<string, string> = members.touches.occasions;
  const deeds: Record<string, string> = words.deeds;
  const columns: readonly Column<Step>[] = [
    {
      key: "step",
      name: words.columns.step,
      cell: ({ code, kind, messages, waitsFor, otherwise, ...does }) => (
        <span className={styles.name}>
          <strong>
            {kinds[kind] ?? kind} {waitsFor && (occasions[waitsFor] ?? waitsFor)} {whatItDoes(does, format)}
          </strong>
          <span className={styles.marks}>
            <code>{code}</code>
            {messages.map((message) => (
              <code key={message}>→ {message}</code>
            ))}
            {does.gift?.budget && <span>{words.budget(format.number(does.gift.budget))}</span>}
            {otherwise && (
              <span>
                {words.otherwise} <code>→ {otherwise}</code>
              </span>
            )}
          </span>
        </span>
      ),
    },
    { key: "waiting", name: words.columns.waiting, end: true, named: true, cell: ({ waiting }) => format.number(waiting) },
    {
      key: "sent",
      name: words.columns.sent,
      end: true,
      named: true,
      cell: (step) => (step.messages.length || step.gift || step.tagging ? format.number(sentAndNot(step).sent) : "–"),
    },
    {
      key: "not",
      name: words.columns.notSent,
      cell: (step) => (
        <span className={styles.marks}>
          {sentAndNot(step).not.map(({ state, count }) => (
            <Badge key={state}>
              {states[state] ?? deeds[state] ?? state} {format.number(count)}
            </Badge>
          ))}
        </span>
      ),
    },
  ];
  return <Table label={words.steps} columns={columns} rows={steps} keyOf={({ code }) => code} />;
}
