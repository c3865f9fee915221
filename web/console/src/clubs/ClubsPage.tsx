import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Panel, SelectField, Table, type Column } from "@tessera/kit";

import { GroupListDocument, type GroupRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { storeAt } from "../lib/store.js";
import { Answered, Lines, PageHead } from "../parts/Page.js";
import styles from "./Clubs.module.css";
import { Full } from "./Full.js";
import { Pages, usePages } from "./Pages.js";
import { useNames, type Names } from "./useNames.js";

const PAGE = 20;
const ALL = "all";

/** The groups of stores and the clubs, by kind and store, with how full each is. */
export function ClubsPage() {
  const search = useSearch({ from: "/clubs" });
  const { clubs: words } = useMessages();
  const navigate = useNavigate();
  const names = useNames();
  const { stores } = useSignedIn();
  const store = stores ? storeAt(stores, search.store ?? "") : search.store;
  const ours = names.stores.filter(({ code }) => !stores || stores.includes(code));
  const go = (changed: { kind?: string | undefined; store?: string | undefined }) => void navigate({ to: "/clubs", search: { ...search, ...changed } });
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        <SelectField
          hideLabel
          label={words.kind}
          value={search.kind ?? ALL}
          onChange={(key) => go({ kind: key === ALL ? undefined : key })}
          choices={[{ key: ALL, label: words.allKinds }, ...names.kinds.map(({ code, name }) => ({ key: code, label: name }))]}
        />
        {(stores || names.kinds.some(({ ofStore }) => ofStore)) && (
          <SelectField
            hideLabel
            label={words.store}
            value={store ?? ALL}
            onChange={(key) => go({ store: key === ALL ? undefined : key })}
            choices={[...(stores ? [] : [{ key: ALL, label: words.allStores }]), ...ours.map(({ code, name }) => ({ key: code, label: name }))]}
          />
        )}
      </PageHead>
      <List key={`${search.kind}/${store}`} kind={search.kind ?? null} store={store ?? null} names={names} />
    </>
  );
}

function List({ kind, store, names }: { kind: string | null; store: string | null; names: Names }) {
  const { clubs: words } = useMessages();
  const pages = usePages();
  const asked = useAsk(GroupListDocument, { first: PAGE, after: pages.after, kind, store }, { keep: true });
  return (
    <Panel title={words.list} flush>
      <Answered asked={asked} loading={<Lines count={6} />}>
        {({ groups }) =>
          groups && (
            <>
              {groups.edges.length === 0 ? (
                <Empty icon="clubs" title={words.none}>
                  {words.noneText}
                </Empty>
              ) : (
                <Rows groups={groups.edges.map(({ node }) => node)} names={names} />
              )}
              <Pages pages={pages} info={groups.pageInfo} isPending={asked.isFetching} />
            </>
          )
        }
      </Answered>
    </Panel>
  );
}

function Rows({ groups, names }: { groups: readonly GroupRowFragment[]; names: Names }) {
  const { clubs: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<GroupRowFragment>[] = [
    {
      key: "group",
      name: words.columns.group,
      cell: (group) => (
        <span className={styles.name}>
          <Link to="/clubs/$id" params={{ id: group.id }}>
            {names.titleOf(group)}
          </Link>
          <span>{group.storeId ? words.ofStore : words.club}</span>
        </span>
      ),
    },
    { key: "members", name: words.columns.members, cell: ({ kind, members }) => <Full members={members} limit={names.limitOf(kind)} /> },
    { key: "opened", name: words.columns.opened, end: true, named: true, cell: ({ openedAt }) => format.dateTime(openedAt) },
  ];
  return <Table label={words.list} columns={columns} rows={groups} keyOf={({ id }) => id} />;
}
