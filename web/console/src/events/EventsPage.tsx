import { useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Button, Empty, Meter, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { BrandEventsDocument, type EventRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import styles from "./Events.module.css";
import { SignUpsPanel } from "./SignUpsPanel.js";

const EVERY_MS = 30_000;
const PAGE = 20;
const PAGE_MAX = 50;

/** What the brand holds: how full it is, and who comes. */
export function EventsPage() {
  const { events } = useMessages();
  const { event } = useSearch({ from: "/events" });
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(BrandEventsDocument, { first }, { keep: true, everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={events.title} lead={events.lead} />
      <Stack>
        <Panel title={events.list} flush>
          <Answered asked={asked} loading={<Lines count={4} />}>
            {(data) => (
              <>
                {data.events?.edges.length === 0 ? (
                  <Empty icon="events" title={events.none}>
                    {events.noneText}
                  </Empty>
                ) : (
                  <Rows events={data.events?.edges.map(({ node }) => node) ?? []} />
                )}
                {data.events?.pageInfo.hasNextPage && first < PAGE_MAX && (
                  <More isPending={asked.isFetching} onPress={() => setFirst(PAGE_MAX)} />
                )}
              </>
            )}
          </Answered>
        </Panel>
        {event && <SignUpsPanel key={event} event={event} />}
      </Stack>
    </>
  );
}

function Rows({ events }: { events: readonly EventRowFragment[] }) {
  const { books, events: words } = useMessages();
  const format = useFormat();
  const navigate = useNavigate();
  const columns: readonly Column<EventRowFragment>[] = [
    {
      key: "event",
      name: words.columns.event,
      cell: ({ code, name, open }) => (
        <span className={styles.name}>
          <strong>{name}</strong>
          <span>
            <code>{code}</code>
          </span>
          <span>
            <Badge tone={open ? "good" : "plain"} icon={open ? "check" : "clock"}>
              {open ? words.open : words.closed}
            </Badge>
          </span>
        </span>
      ),
    },
    {
      key: "when",
      name: words.columns.when,
      cell: ({ startsAt, endsAt }) => words.range(format.dateTime(startsAt), format.dateTime(endsAt)),
    },
    {
      key: "price",
      name: words.columns.price,
      cell: ({ price, noShow }) => (
        <span className={styles.name}>
          <span>{price ? words.price(format.number(price.amount), books.assets[price.asset] ?? price.asset) : words.free}</span>
          {price && <span>{words.noShow[noShow] ?? noShow}</span>}
        </span>
      ),
    },
    {
      key: "seats",
      name: words.columns.seats,
      cell: ({ seatsTaken, seatsLeft, seats }) => (
        <Meter
          label={words.columns.seats}
          text={words.of(format.number(seatsTaken), format.number(Math.max(seats, seatsTaken + seatsLeft)))}
          value={seatsTaken}
          most={Math.max(seats, seatsTaken + seatsLeft)}
        />
      ),
    },
    { key: "waiting", name: words.columns.waiting, end: true, named: true, cell: ({ waiting }) => format.number(waiting) },
    {
      key: "who",
      name: words.columns.who,
      cell: ({ code, name }) => (
        <Button aria-label={words.showOf(name)} onPress={() => void navigate({ to: "/events", search: { event: code } })}>
          {words.show}
        </Button>
      ),
    },
  ];
  return <Table label={words.list} columns={columns} rows={events} keyOf={({ code }) => code} />;
}
