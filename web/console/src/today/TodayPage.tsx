import { Link } from "@tanstack/react-router";
import { Badge, Icon, Notice, Panel, Skeleton, Tile, Tiles } from "@tessera/kit";
import type { ReactNode } from "react";

import { TodayDocument, type TodayQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, PageHead, Stack } from "../parts/Page.js";
import { QueueRow } from "../parts/QueueRow.js";
import styles from "./Today.module.css";

const EVERY_MS = 30_000;

/** What is due, for whoever opens the console in the morning. */
export function TodayPage() {
  const { today } = useMessages();
  const format = useFormat();
  const now = useNow(60_000);
  const { stores, subject } = useSignedIn();
  const asked = useAsk(TodayDocument, { brand: !stores }, { everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={today.hello(subject)} lead={format.date(now)} />
      <Answered asked={asked} loading={<Loading />}>
        {(data) => <Due data={data} />}
      </Answered>
    </>
  );
}

interface Listed {
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

function Due({ data }: { data: TodayQuery }) {
  const { app, feedback, today } = useMessages();
  const format = useFormat();
  const { stores } = useSignedIn();
  const count = (list: Listed | null) => {
    if (!list) return "–";
    const number = format.number(list.edges.length);
    return list.pageInfo.hasNextPage ? today.many(number) : number;
  };
  return (
    <Stack>
      <Tiles>
        <Tile name={today.open}>{count(data.feedbackQueue)}</Tile>
        {!stores && (
          <>
            <Tile name={today.approvals}>{count(data.approvals ?? null)}</Tile>
            <Tile name={today.health}>{format.number(problemsOf(data))}</Tile>
          </>
        )}
        {data.programme && (
          <Tile name={today.programme} note={format.list(data.programme.ladders.map(({ name }) => name))}>
            {today.version(format.number(data.programme.version))}
          </Tile>
        )}
      </Tiles>
      <div className={styles.columns}>
        <Stack>
          <Panel title={today.feedback} flush actions={<Link to="/feedback">{today.all}</Link>}>
            {data.feedbackQueue?.edges.length === 0 && <Nothing>{today.feedbackNone}</Nothing>}
            <ul>
              {data.feedbackQueue?.edges.map(({ node }) => (
                <li key={node.id}>
                  <QueueRow item={node} />
                </li>
              ))}
            </ul>
            {data.feedbackQueue === null && <Nothing>{app.states.away}</Nothing>}
          </Panel>
          {!stores && <Health data={data} />}
        </Stack>
        <Stack>
          <Todos metricTodos={data.metricTodos} />
          {!stores && <Waiting approvals={data.approvals} />}
          <Catalogue catalogue={data.catalogue} />
        </Stack>
      </div>
      <span className="visually-hidden">{feedback.lead}</span>
    </Stack>
  );
}

/** What thresholds of the programme want done about figures; nothing for who may not see figures. */
function Todos({ metricTodos }: Pick<TodayQuery, "metricTodos">) {
  const { insight, today } = useMessages();
  const format = useFormat();
  if (!metricTodos?.edges.length) return null;
  return (
    <Panel title={insight.todos.title} flush actions={<Link to="/insight">{today.all}</Link>}>
      <ul>
        {metricTodos.edges.map(({ node }) => (
          <li key={node.id}>
            <Link to="/insight" className={styles.row}>
              <span>
                <strong>{node.title}</strong>
                <small>
                  {insight.todos.because(node.metric.name, format.shortDay(node.day))} · {insight.todos.due(format.dateTime(node.dueAt))}
                  {node.owner && ` · ${node.owner}`}
                </small>
              </span>
              {node.late && <Badge tone="bad">{insight.todos.late}</Badge>}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Waiting({ approvals: list }: Pick<TodayQuery, "approvals">) {
  const { approvals, today } = useMessages();
  const format = useFormat();
  const now = useNow();
  return (
    <Panel title={today.approvals} flush actions={<Link to="/approvals">{today.all}</Link>}>
      {list?.edges.length === 0 && <Nothing>{today.approvalsNone}</Nothing>}
      <ul>
        {list?.edges.map(({ node }) => (
          <li key={node.id}>
            <Link to="/approvals" className={styles.row}>
              <span>
                <strong>{approvals.kinds[node.kind] ?? node.kind}</strong>
                <small>
                  {node.reason} · {approvals.asked(node.askedBy, format.fromNow(node.askedAt, now))}
                </small>
              </span>
              <Icon name="chevron" size={16} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Catalogue({ catalogue }: Pick<TodayQuery, "catalogue">) {
  const { today } = useMessages();
  const format = useFormat();
  if (!catalogue?.edges.length) return null;
  return (
    <Panel title={today.catalogue}>
      <ul className={styles.rewards}>
        {catalogue.edges.map(({ node }) => (
          <li key={node.code}>
            <span>{node.name}</span>
            {node.soldOut && <Badge tone="warn">{today.soldOut}</Badge>}
            <small>{today.price(format.number(node.price))}</small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Conditions that fail and refunds that wait: nobody complains of them, so they are shown. */
function Health({ data }: { data: TodayQuery }) {
  const { today } = useMessages();
  const format = useFormat();
  return (
    <Panel title={today.health}>
      <Stack>
        {problemsOf(data) === 0 && (
          <Notice tone="good" icon="check">
            {today.healthGood}
          </Notice>
        )}
        {data.failingConditions?.map(({ rule, failures, reason }) => (
          <Notice key={rule} tone="warn" detail={reason}>
            {today.failing(rule, format.number(failures))}
          </Notice>
        ))}
        {Boolean(data.waitingRefunds?.edges.length) && (
          <Notice
            tone="warn"
            detail={data.waitingRefunds?.edges.map(({ node }) => `${node.orderChannel} ${node.orderId}`).join(" · ")}
          >
            {today.waiting(format.number(refundsOf(data)))}
          </Notice>
        )}
      </Stack>
    </Panel>
  );
}

const refundsOf = ({ waitingRefunds }: TodayQuery) =>
  (waitingRefunds?.edges ?? []).reduce((sum, { node }) => sum + node.refunds.length, 0);

const problemsOf = (data: TodayQuery) => (data.failingConditions?.length ?? 0) + refundsOf(data);

function Nothing({ children }: { children: ReactNode }) {
  return <p className={styles.nothing}>{children}</p>;
}

function Loading() {
  return (
    <Stack>
      <Skeleton height={78} />
      <div className={styles.columns}>
        <Skeleton height={330} />
        <Skeleton height={220} />
      </div>
    </Stack>
  );
}
