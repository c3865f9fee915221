import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Avatar, Badge, Button, Empty, Icon, Panel, SelectField, TextField } from "@tessera/kit";
import { useState } from "react";

import {
  RecentMembersDocument,
  SearchChoicesDocument,
  SearchMembersDocument,
  type FoundMemberFragment,
  type SearchMembersQuery,
} from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import styles from "./Members.module.css";
import { Nobody } from "./Nobody.js";
import { recentIds } from "./recent.js";

type Hits = NonNullable<SearchMembersQuery["searchMembers"]>["edges"][number]["node"]["hits"];

interface Wanted {
  readonly q?: string | undefined;
  readonly tag?: string | undefined;
  readonly segment?: string | undefined;
}

interface Found {
  readonly member: FoundMemberFragment;
  readonly hits: Hits;
}

const PAGE = 20;
const ANY = "";

/** Finds members by identity, name, tag or segment; those that were looked at in this tab stay at hand. */
export function SearchPage() {
  const { q, tag, segment } = useSearch({ from: "/members" });
  return <Search key={JSON.stringify([q, tag, segment])} q={q} tag={tag} segment={segment} />;
}

function Search({ q, tag, segment }: Wanted) {
  const { members, mergeRequests } = useMessages();
  const { may, stores } = useSignedIn();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? "");
  const find = (more: Wanted) =>
    void navigate({ to: "/members", search: { q: typed.trim() || undefined, tag, segment, ...more } });
  const asks = Boolean(q || tag || segment);
  return (
    <>
      <PageHead title={members.title} lead={members.lead}>
        {may("merging:read") && <Link to="/merge-requests">{mergeRequests.link}</Link>}
        {may("pii:read") && !stores && <Link to="/reveals">{members.phones}</Link>}
      </PageHead>
      <Stack>
        <form
          role="search"
          className={styles.search}
          onSubmit={(event) => {
            event.preventDefault();
            find({});
          }}
        >
          <TextField
            big
            hideLabel
            autoFocus={!asks}
            label={members.box}
            placeholder={members.box}
            value={typed}
            onChange={setTyped}
            maxLength={128}
          />
          <div className={styles.searchMore}>
            {/* Lists of members are of the whole brand. */}
            {!stores && <Narrow tag={tag} segment={segment} onChange={find} />}
            <Button type="submit" look="primary" icon="search">
              {members.find}
            </Button>
          </div>
        </form>
        {asks ? <Results q={q} tag={tag} segment={segment} /> : <Recent />}
      </Stack>
    </>
  );
}

/** The tags and segments of the brand, of which one each narrows a search, or is one by itself. */
function Narrow({ tag, segment, onChange }: Wanted & { onChange: (more: Wanted) => void }) {
  const { members } = useMessages();
  const asked = useAsk(SearchChoicesDocument, {}, { keep: true });
  const { tags, segments } = asked.data?.data ?? {};
  const choices = (any: string, found: readonly { code: string; name: string }[]) => [
    { key: ANY, label: any },
    ...found.map(({ code, name }) => ({ key: code, label: name })),
  ];
  return (
    <>
      <SelectField
        hideLabel
        label={members.tag}
        value={tag ?? ANY}
        onChange={(next) => onChange({ tag: next || undefined })}
        choices={choices(members.anyTag, tags ?? [])}
      />
      <SelectField
        hideLabel
        label={members.segment}
        value={segment ?? ANY}
        onChange={(next) => onChange({ segment: next || undefined })}
        choices={choices(members.anySegment, segments?.segments.map((each) => each.segment) ?? [])}
      />
    </>
  );
}

function Results({ q = "", tag = "", segment = "" }: Wanted) {
  const { members } = useMessages();
  // The cursors of the pages before, so that one can go back.
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const asked = useAsk(
    SearchMembersDocument,
    { text: q, tag, segment, first: PAGE, after: cursors.at(-1) ?? null },
    { keep: true },
  );
  return (
    <Answered asked={asked} loading={<Waiting />}>
      {({ searchMembers }) => {
        const found = (searchMembers?.edges ?? []).flatMap(({ node: { member, hits } }) => (member ? [{ member, hits }] : []));
        const next = searchMembers?.pageInfo.hasNextPage ? searchMembers.pageInfo.endCursor : null;
        const note = q && searchMembers ? members.names[searchMembers.names] : undefined;
        return (
          <>
            {found.length ? (
              <Rows title={members.title} found={found} />
            ) : (
              <Nobody q={q} />
            )}
            {note && <p className={styles.hint}>{note}</p>}
            {(next !== null || cursors.length > 1) && (
              <div className={styles.formActions}>
                <Button look="quiet" isDisabled={cursors.length < 2} onPress={() => setCursors(cursors.slice(0, -1))}>
                  {members.previous}
                </Button>
                <Button look="quiet" isDisabled={next === null} isPending={asked.isFetching} onPress={() => setCursors([...cursors, next])}>
                  {members.next}
                </Button>
              </div>
            )}
          </>
        );
      }}
    </Answered>
  );
}

function Waiting() {
  const { members } = useMessages();
  return (
    <Panel title={members.title} flush>
      <Lines count={2} />
    </Panel>
  );
}

function Recent() {
  const { members } = useMessages();
  const [ids] = useState(recentIds);
  const asked = useAsk(RecentMembersDocument, { ids }, { enabled: ids.length > 0 });
  if (!ids.length) {
    return (
      <Panel title={members.recent}>
        <Empty icon="members" title={members.start}>
          {members.startText}
        </Empty>
      </Panel>
    );
  }
  return (
    <Answered asked={asked} loading={<Waiting />}>
      {(data) => (
        <Rows title={members.recent} found={(data.members ?? []).flatMap((member) => (member ? [{ member, hits: [] }] : []))} />
      )}
    </Answered>
  );
}

function Rows({ title, found }: { title: string; found: readonly Found[] }) {
  const { members } = useMessages();
  const format = useFormat();
  const now = useNow();
  const why = ({ kind, identityKind }: Hits[number]) =>
    (identityKind ? members.kinds[identityKind] : members.hits[kind]) ?? kind;
  return (
    <Panel title={title} flush>
      <ul>
        {found.map(({ member, hits }) => (
          <li key={member.id}>
            <Link to="/members/$id" params={{ id: member.id }} className={styles.row}>
              <Avatar name={member.name} />
              <span className={styles.rowText}>
                <strong>{member.name || members.unnamed}</strong>
                <span>
                  {member.phone}
                  {member.lastSeenAt && <> · {members.seen(format.fromNow(member.lastSeenAt, now))}</>}
                </span>
              </span>
              <span className={styles.rowEnd}>
                {hits.map((hit) => (
                  <Badge key={`${hit.kind}${hit.identityKind ?? ""}`}>{why(hit)}</Badge>
                ))}
                {member.tier && <Badge tone="accent">{member.tier.name}</Badge>}
                {member.points && <span>{members.available(format.number(member.points.available))}</span>}
              </span>
              <Icon name="chevron" size={16} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
