import { useState } from "preact/hooks";

import { OlderEntriesDocument, PointsPageDocument, type EntryPageFragment, type PointsPageQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Link } from "../parts/Link.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Page, Panel } from "../parts/Page.js";
import styles from "./Points.module.css";

type Points = NonNullable<NonNullable<PointsPageQuery["me"]>["points"]>;
type Entry = EntryPageFragment["edges"][number]["node"];

const EXPIRING_DAYS = 90;

/** The balance, what expires soon, and every change with its cause. */
export function PointsPage() {
  const { points } = useMessages();
  const asked = useAsk(PointsPageDocument, { days: EXPIRING_DAYS });
  return (
    <Page title={points.title}>
      <Loaded asked={asked}>
        {({ me }) => (
          <>
            {me?.points && <Balance balance={me.points} />}
            {me?.entries && (
              <Panel title={points.entries} aside={<Link to="/statements" class={styles["more"]}>{points.statements}</Link>}>
                {me.entries.edges.length === 0 ? <Empty>{points.none}</Empty> : <Entries page={me.entries} />}
              </Panel>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Balance({ balance }: { balance: Points }) {
  const { points } = useMessages();
  const format = useFormat();
  const figures = [
    [points.available, balance.available],
    [points.pending, balance.pending],
    [points.held, balance.held],
  ] as const;
  return (
    <Panel>
      <dl class={styles["figures"]}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{format.number(value)}</dd>
          </div>
        ))}
      </dl>
      {balance.expiring.length > 0 && (
        <div class={styles["expiring"]}>
          <h2>{points.expiring}</h2>
          <ul>
            {balance.expiring.slice(0, 3).map((lot) => (
              <li key={lot.on}>
                <span>{format.day(lot.on)}</span>
                <strong>{format.number(lot.points)}</strong>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function Entries({ page }: { page: EntryPageFragment }) {
  return (
    <>
      <ul class={styles["entries"]}>
        {page.edges.map(({ node }) => (
          <EntryRow key={node.id} entry={node} />
        ))}
      </ul>
      <Older page={page}>{(after) => <OlderEntries after={after} />}</Older>
    </>
  );
}

function OlderEntries({ after }: { after: string }) {
  const asked = useAsk(OlderEntriesDocument, { after });
  return <Loaded asked={asked}>{({ me }) => me?.entries && <Entries page={me.entries} />}</Loaded>;
}

/** One change; what it came of opens under it. */
function EntryRow({ entry }: { entry: Entry }) {
  const { points } = useMessages();
  const format = useFormat();
  const { cause } = entry;
  const [now] = useState(() => Date.now());
  const pending = entry.availableAt && Date.parse(entry.availableAt) > now ? entry.availableAt : undefined;
  const facts = (
    [
      [points.when, format.dateTime(entry.effectiveAt)],
      [points.order, cause.orderId],
      [points.store, cause.storeId],
      [points.reason, cause.reason],
    ] as const
  ).filter(([, value]) => value);
  return (
    <li>
      <details>
        <summary class={styles["entry"]}>
          <span class={styles["cause"]}>
            <strong>{cause.title}</strong>
            <small>
              {[format.dateTime(entry.effectiveAt), pending && points.availableAt(format.date(pending))].filter(Boolean).join(" · ")}
            </small>
          </span>
          <span class={styles["amount"]}>
            <strong data-plus={entry.amount > 0 || undefined}>{format.signed(entry.amount)}</strong>
            <small>{points.balance(format.number(entry.balanceAfter))}</small>
          </span>
          <span class={styles["why"]}>{points.why}</span>
        </summary>
        <div class={styles["because"]}>
          {cause.rules.length > 0 && (
            <ul aria-label={points.rules}>
              {cause.rules.map(({ rule, amount, campaigns }) => (
                <li key={rule.code}>
                  <span>
                    {rule.name}
                    {campaigns.length > 0 && <small> · {`${points.campaigns} ${campaigns.join(", ")}`}</small>}
                  </span>
                  <strong>{amount === null ? "" : format.signed(amount)}</strong>
                </li>
              ))}
            </ul>
          )}
          <dl>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {entry.expiresAt && <p>{points.expiresAt(format.date(entry.expiresAt))}</p>}
        </div>
      </details>
    </li>
  );
}
