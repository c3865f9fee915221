import { Link } from "@tanstack/react-router";
import { Badge, Panel } from "@tessera/kit";

import { MemberJourneysDocument, type MemberJourneysQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { whatItDoes } from "../lib/deeds.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Members.module.css";

type Entry = NonNullable<MemberJourneysQuery["journeyEntries"]>["edges"][number]["node"];

/** The journeys that a member is on, or was on last: where they stand, and what each step did. */
export function JourneysPanel({ id }: { id: string }) {
  const { journeys: words } = useMessages();
  const asked = useAsk(MemberJourneysDocument, { id }, { keep: true });
  return (
    <Answered
      asked={asked}
      loading={
        <Panel title={words.ofMember}>
          <Lines count={3} />
        </Panel>
      }
    >
      {({ journeyEntries }) =>
        journeyEntries?.edges.length ? (
          <Panel title={words.ofMember}>
            <ul className={styles.form}>
              {journeyEntries.edges.map(({ node }) => (
                <li key={node.id}>
                  <EntryRow entry={node} />
                </li>
              ))}
            </ul>
          </Panel>
        ) : null
      }
    </Answered>
  );
}

/** One journey of a member, and its steps when it is opened. */
export function EntryRow({ entry }: { entry: Entry }) {
  const { journeys: words } = useMessages();
  const format = useFormat();
  const states: Record<string, string> = words.states;
  const ends: Record<string, string> = words.ends;
  const outcomes: Record<string, string> = words.outcomes;
  const deeds: Record<string, string> = words.deeds;
  const { journey, state, step, dueAt, end, enteredAt, endedAt, lines } = entry;
  const when = dueAt ? words.goesOn(format.dateTime(dueAt)) : format.dateTime(endedAt ?? enteredAt);
  return (
    <details className={styles.short}>
      <summary>
        {journey.name}{" "}
        <Badge tone={state === "WAITING" ? "good" : state === "PAUSED" ? "warn" : "plain"}>
          {end ? (ends[end] ?? end) : (states[state] ?? state)}
        </Badge>
        <span className={styles.hint}>{[step, when].filter(Boolean).join(" · ")}</span>
      </summary>
      <ol className={styles.tiers} aria-label={words.steps}>
        {lines.map((line, index) => (
          <li key={`${index}/${line.step}`}>
            <span>
              {line.step}
              <small>{[
                  outcomes[line.outcome] ?? line.outcome,
                  line.message,
                  line.deed && whatItDoes(line.deed, format),
                  line.deed && (deeds[line.deed.state] ?? line.deed.state),
                  line.deed?.reason,
                ].filter(Boolean).join(" · ")}</small>
            </span>
          </li>
        ))}
      </ol>
      <Link to="/journeys/$code" params={{ code: journey.code }}>
        {journey.name}
      </Link>
    </details>
  );
}
