import { useState } from "preact/hooks";

import { EventsPageDocument, type EventCardFragment } from "../generated/documents.js";
import { useApi, useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge, type Tone } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Page } from "../parts/Page.js";
import { CancelSheet, SignUpSheet } from "./EventSheets.js";
import styles from "./Events.module.css";
import { mayCancel, seatOf } from "./seat.js";

const TONES: Readonly<Record<string, Tone>> = { SEATED: "good", WAITING: "warn", ATTENDED: "good", NO_SHOW: "bad" };

type Chosen = { event: EventCardFragment; cancels: boolean };

/** What the brand holds: seats left, and the member's own seat or place. */
export function EventsPage() {
  const { events } = useMessages();
  const [chosen, setChosen] = useState<Chosen>();
  const close = () => setChosen(undefined);
  return (
    <Page title={events.title} back="/">
      <EventsFrom after={null} onChoose={setChosen} />
      {chosen?.cancels === false && <SignUpSheet event={chosen.event} onClose={close} />}
      {chosen?.cancels && <CancelSheet event={chosen.event} onClose={close} />}
    </Page>
  );
}

function EventsFrom({ after, onChoose }: { after: string | null; onChoose: (chosen: Chosen) => void }) {
  const { events: words } = useMessages();
  const asked = useAsk(EventsPageDocument, { after });
  return (
    <Loaded asked={asked}>
      {({ events }) =>
        events &&
        (events.edges.length === 0 ? (
          <Empty>{words.none}</Empty>
        ) : (
          <>
            <ul class={styles["events"]}>
              {events.edges.map(({ node }) => (
                <EventCard key={node.code} event={node} onChoose={onChoose} />
              ))}
            </ul>
            <Older page={events}>{(next) => <EventsFrom after={next} onChoose={onChoose} />}</Older>
          </>
        ))
      }
    </Loaded>
  );
}

function EventCard({ event, onChoose }: { event: EventCardFragment; onChoose: (chosen: Chosen) => void }) {
  const { events } = useMessages();
  const { language } = useApi();
  const format = useFormat();
  const [now] = useState(() => new Date());
  const { name, description, place, startsAt, endsAt, price, minTier, hindrance, signUp } = event;
  const seat = seatOf(event);
  const own = signUp && events.states[signUp.state];
  return (
    <li class={styles["event"]}>
      <h2>{name}</h2>
      <p class={styles["when"]}>{events.when(format.dateTime(startsAt), format.dateTime(endsAt))}</p>
      {place && <p class={styles["words"]}>{place}</p>}
      {description && <p class={styles["words"]}>{description}</p>}
      <p class={styles["terms"]}>
        <Badge>{price ? events.price(format.number(price.amount), price.asset) : events.free}</Badge>
        {minTier && <Badge>{events.tier(minTier.name)}</Badge>}
        <Badge tone={seat === "full" ? "bad" : "plain"}>
          {seat === "seat" ? events.seats(format.number(event.seatsLeft)) : seat === "waiting" ? events.waiting(format.number(event.waiting)) : events.full}
        </Badge>
        {own && signUp && <Badge tone={TONES[signUp.state] ?? "plain"}>{own}</Badge>}
      </p>
      {mayCancel(event, now) ? (
        <Button look="soft" wide label={events.cancelOf(name)} onPress={() => onChoose({ event, cancels: true })}>
          {events.cancel}
        </Button>
      ) : hindrance ? (
        hindrance.code !== "EVENT_ALREADY_SIGNED_UP" && <p class={styles["words"]}>{hindrance.message[language]}</p>
      ) : (
        <Button wide label={events.signUpOf(name)} onPress={() => onChoose({ event, cancels: false })}>
          {seat === "seat" ? events.signUp : events.wait}
        </Button>
      )}
    </li>
  );
}
