import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button, Empty, Facts, Panel } from "@tessera/kit";
import { useState } from "react";

import { StorePageDocument, type WholeStoreFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { dayOf, isDay } from "../lib/days.js";
import { DayPanel } from "./DayPanel.js";
import { textOf, WEEKDAYS } from "./hours.js";
import { OpenBadge } from "./OpenBadge.js";
import { StoreDialog } from "./StoreDialog.js";
import styles from "./Stores.module.css";

/** A store: where and when, and what its day was. */
export function StorePage() {
  const { code } = useParams({ from: "/stores/$code" });
  const { day: given } = useSearch({ from: "/stores/$code" });
  const { stores } = useMessages();
  const { timeZone } = useSignedIn();
  const navigate = useNavigate();
  const today = dayOf(new Date(useNow(60_000)), timeZone);
  const day = given && isDay(given) ? given : today;
  const asked = useAsk(StorePageDocument, { code, day }, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={10} />}>
      {({ store, storeTotals }) => (
        <>
          {store ? (
            <Head store={store} />
          ) : (
            <>
              <PageHead title={code} />
              <Empty icon="stores" title={stores.missing}>
                {stores.missingText}
              </Empty>
            </>
          )}
          {(store || (storeTotals && storeTotals.edges.length > 0)) && (
            <div className={styles.columns}>
              <Stack>
                <DayPanel
                  key={day}
                  day={day}
                  today={today}
                  totals={storeTotals}
                  onDay={(next) =>
                    void navigate({ to: "/stores/$code", params: { code }, search: { day: next === today ? undefined : next } })
                  }
                />
              </Stack>
              {store && (
                <Stack>
                  <HoursPanel store={store} />
                  <PlacePanel store={store} />
                </Stack>
              )}
            </div>
          )}
        </>
      )}
    </Answered>
  );
}

function Head({ store }: { store: WholeStoreFragment }) {
  const { app, stores } = useMessages();
  const { may, stores: own } = useSignedIn();
  const [editing, setEditing] = useState(false);
  const mayWrite = may("stores:write") && (!own || own.includes(store.code));
  return (
    <>
      <PageHead
        title={store.name}
        lead={
          <span className={styles.lead}>
            <OpenBadge openNow={store.openNow} closedForGood={store.closedForGood} />
            <code>{store.code}</code>
            <span>{store.city}</span>
            <Link to="/stores">{stores.back}</Link>
          </span>
        }
      >
        <Button
          isDisabled={!mayWrite}
          {...(!mayWrite && { "aria-label": `${stores.edit}: ${app.states.needs("stores:write")}` })}
          onPress={() => setEditing(true)}
        >
          {stores.edit}
        </Button>
      </PageHead>
      {editing && <StoreDialog store={store} onClose={() => setEditing(false)} />}
    </>
  );
}

function HoursPanel({ store }: { store: WholeStoreFragment }) {
  const { stores: words } = useMessages();
  const format = useFormat();
  const closed = words.closedAllDay;
  return (
    <Panel title={words.hours}>
      {store.hours.length === 0 ? (
        <p className={styles.soft}>{words.unknownHours}</p>
      ) : (
        <Facts facts={WEEKDAYS.map((weekday) => [words.weekdays[weekday] ?? "", textOf(store.hours, weekday) || closed] as const)} />
      )}
      <div className={styles.more}>
        <Facts
          facts={[
            [words.timeZone, store.timeZone],
            [words.closedDays, store.closedDays.length > 0 && format.list(store.closedDays.map(format.shortDay))],
            [words.closedFrom, store.closedFrom && format.day(store.closedFrom)],
          ].map(([name, value]) => [name as string, value || null] as const)}
        />
      </div>
    </Panel>
  );
}

function PlacePanel({ store }: { store: WholeStoreFragment }) {
  const { stores: words } = useMessages();
  const place = store.latitude !== null && store.longitude !== null ? `${store.latitude}, ${store.longitude}` : null;
  return (
    <Panel title={words.more}>
      <Facts
        facts={[
          [words.nameZh, store.names.zh],
          [words.nameEn, store.names.en],
          [words.place, place],
          [words.qr, <code key="qr">{store.qrPayload}</code>],
          ...(store.labels ?? []).map(({ key, value }) => [key, value] as const),
        ]}
      />
    </Panel>
  );
}

