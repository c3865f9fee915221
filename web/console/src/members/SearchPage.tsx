import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Avatar, Badge, Button, Empty, Icon, Panel, SelectField, TextField } from "@tessera/kit";
import { useState } from "react";

import {
  FindMemberByIdDocument,
  FindMemberDocument,
  RecentMembersDocument,
  type FoundMemberFragment,
  type IdentityKind,
} from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { kindOf, KINDS, written, type Kind } from "../parts/identity.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import styles from "./Members.module.css";
import { recentIds } from "./recent.js";

const isKind = (text: string | undefined): text is Kind => KINDS.some((kind) => kind === text);

/** Finds a member by any identity; those that were looked at in this tab stay at hand. */
export function SearchPage() {
  const { q, kind } = useSearch({ from: "/members" });
  return <Search key={q} q={q} kind={kind} />;
}

function Search({ q, kind }: { q: string | undefined; kind: string | undefined }) {
  const { members, mergeRequests } = useMessages();
  const { may } = useSignedIn();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? "");
  const [chosen, setChosen] = useState<Kind | undefined>(isKind(kind) ? kind : undefined);
  const seen = chosen ?? (typed.trim() ? kindOf(typed) : "PHONE");
  const find = () => {
    if (typed.trim()) void navigate({ to: "/members", search: { q: typed.trim(), kind: chosen } });
  };
  return (
    <>
      <PageHead title={members.title} lead={members.lead}>
        {may("merging:read") && <Link to="/merge-requests">{mergeRequests.link}</Link>}
        {may("pii:read") && <Link to="/reveals">{members.phones}</Link>}
      </PageHead>
      <Stack>
        <form
          role="search"
          className={styles.search}
          onSubmit={(event) => {
            event.preventDefault();
            find();
          }}
        >
          <TextField
            big
            hideLabel
            autoFocus={!q}
            label={members.box}
            placeholder={members.box}
            value={typed}
            onChange={setTyped}
            maxLength={128}
            hint={typed.trim() ? members.recognised(members.kinds[seen]) : undefined}
          />
          <div className={styles.searchMore}>
            <SelectField
              hideLabel
              label={members.kind}
              value={seen}
              onChange={(next) => setChosen(next)}
              choices={KINDS.map((each) => ({ key: each, label: members.kinds[each] }))}
            />
            <Button type="submit" look="primary" icon="search" isDisabled={!typed.trim()}>
              {members.find}
            </Button>
          </div>
        </form>
        {q ? <Found q={q} kind={isKind(kind) ? kind : kindOf(q)} /> : <Recent />}
      </Stack>
    </>
  );
}

function Found({ q, kind }: { q: string; kind: Kind }) {
  const { members } = useMessages();
  const byId = kind === "MEMBER_ID";
  const byIdentity = useAsk(
    FindMemberDocument,
    { kind: (byId ? "APP_ID" : kind) as IdentityKind, value: written(kind, q) },
    { enabled: !byId },
  );
  const itself = useAsk(FindMemberByIdDocument, { id: q }, { enabled: byId });
  const none = (
    <Panel title={members.title}>
      <Empty icon="search" title={members.none}>
        {members.noneText}
      </Empty>
    </Panel>
  );
  const row = (member: FoundMemberFragment | null) =>
    member ? <Rows title={members.title} found={[member]} /> : none;
  if (byId) {
    return (
      <Answered asked={itself} loading={<Waiting />}>
        {({ member }) => row(member)}
      </Answered>
    );
  }
  return (
    <Answered asked={byIdentity} loading={<Waiting />}>
      {({ memberByIdentity }) => row(memberByIdentity)}
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
      {(data) => <Rows title={members.recent} found={(data.members ?? []).filter((member) => member !== null)} />}
    </Answered>
  );
}

function Rows({ title, found }: { title: string; found: readonly FoundMemberFragment[] }) {
  const { members } = useMessages();
  const format = useFormat();
  const now = useNow();
  return (
    <Panel title={title} flush>
      <ul>
        {found.map((member) => (
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
