import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Empty, Panel, Table, TextField, type Column } from "@tessera/kit";
import { useState } from "react";

import { StoresDocument, type StoresQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import { OpenBadge } from "./OpenBadge.js";
import { StoreDialog } from "./StoreDialog.js";
import styles from "./Stores.module.css";
import { useHours } from "./useHours.js";

type Listed = NonNullable<StoresQuery["stores"]>["edges"][number]["node"];

const PAGE = 50;
/** Each store costs its hours: more of them would be more than one request may cost. */
const PAGE_MAX = 90;
const CITY_MAX = 64;

/** The register of stores: where they are and when they open. */
export function StoresPage() {
  const { app, stores } = useMessages();
  const { may, stores: own } = useSignedIn();
  const { city } = useSearch({ from: "/stores" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(city ?? "");
  const [first, setFirst] = useState(PAGE);
  const [adding, setAdding] = useState(false);
  const asked = useAsk(StoresDocument, { first, city: city ?? null }, { keep: true });
  // A new store is of the brand.
  const mayWrite = may("stores:write") && !own;
  return (
    <>
      <PageHead title={stores.title} lead={stores.lead}>
        <Button
          look="primary"
          icon="plus"
          isDisabled={!mayWrite}
          {...(!mayWrite && { "aria-label": `${stores.add}: ${app.states.needs("stores:write")}` })}
          onPress={() => setAdding(true)}
        >
          {stores.add}
        </Button>
      </PageHead>
      <Stack>
        <form
          role="search"
          className={styles.filters}
          onSubmit={(event) => {
            event.preventDefault();
            void navigate({ to: "/stores", search: { city: typed.trim() || undefined } });
          }}
        >
          <TextField label={stores.city} placeholder={stores.cityHint} value={typed} onChange={setTyped} maxLength={CITY_MAX} />
          <Button type="submit">{stores.find}</Button>
        </form>
        <Panel title={stores.list} flush>
          <Answered asked={asked} loading={<Lines count={8} />}>
            {(data) => (
              <>
                {data.stores?.edges.length === 0 ? (
                  <Empty icon="stores" title={stores.none}>
                    {city ? stores.noneInCity : stores.noneText}
                  </Empty>
                ) : (
                  <Rows stores={data.stores?.edges.map(({ node }) => node) ?? []} />
                )}
                {data.stores?.pageInfo.hasNextPage && first < PAGE_MAX && (
                  <More isPending={asked.isFetching} onPress={() => setFirst(PAGE_MAX)} />
                )}
                {data.stores?.pageInfo.hasNextPage && first >= PAGE_MAX && <p className={styles.rest}>{stores.rest}</p>}
              </>
            )}
          </Answered>
        </Panel>
      </Stack>
      {adding && <StoreDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function Rows({ stores }: { stores: readonly Listed[] }) {
  const { stores: words } = useMessages();
  const hours = useHours();
  const columns: readonly Column<Listed>[] = [
    {
      key: "store",
      name: words.columns.store,
      cell: ({ code, name }) => (
        <span className={styles.name}>
          <Link to="/stores/$code" params={{ code }}>
            {name}
          </Link>
          <code>{code}</code>
        </span>
      ),
    },
    { key: "city", name: words.columns.city, cell: ({ city }) => city },
    { key: "hours", name: words.columns.hours, cell: (store) => <span className={styles.soft}>{hours(store.hours)}</span> },
    { key: "open", name: words.columns.now, cell: ({ openNow }) => <OpenBadge openNow={openNow} /> },
  ];
  return <Table label={words.list} columns={columns} rows={stores} keyOf={({ code }) => code} />;
}
