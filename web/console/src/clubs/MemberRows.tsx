import { Link } from "@tanstack/react-router";
import { Badge, Button, Table, type Column, type Tone } from "@tessera/kit";

import { GroupPeopleDocument, type GroupMemberRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import styles from "./Clubs.module.css";

const TONES: Readonly<Record<string, Tone>> = { ACTIVE: "good", SILENT: "warn", FLAGGED: "bad" };

/** What an operator is about to do with a member of the group. */
export interface Act {
  readonly what: "role" | "out";
  readonly row: GroupMemberRowFragment;
  /** The member's name, masked. */
  readonly name: string;
}

/** The members of a page of a group. Names are asked for one page at a time, masked as everywhere. */
export function MemberRows({ rows, onAct }: { rows: readonly GroupMemberRowFragment[]; onAct: (act: Act) => void }) {
  const { members, clubs: words } = useMessages();
  const { may } = useSignedIn();
  const format = useFormat();
  const asked = useAsk(GroupPeopleDocument, { ids: rows.map(({ memberId }) => memberId) }, { keep: true });
  const people = new Map(asked.data?.data.members?.flatMap((member) => (member ? [[member.id, member]] : [])));
  const nameOf = (memberId: string) => (asked.data ? people.get(memberId)?.name || members.unnamed : "…");
  const columns: readonly Column<GroupMemberRowFragment>[] = [
    {
      key: "member",
      name: words.columns.member,
      cell: ({ memberId }) => (
        <span className={styles.name}>
          <Link to="/members/$id" params={{ id: memberId }}>
            {nameOf(memberId)}
          </Link>
          <span>{people.get(memberId)?.phone}</span>
        </span>
      ),
    },
    {
      key: "standing",
      name: words.columns.standing,
      cell: ({ role, standing, kocMonth }) => (
        <span className={styles.badges}>
          {role !== "MEMBER" && <Badge tone="accent">{words.roles[role] ?? role}</Badge>}
          {standing && <Badge tone={TONES[standing] ?? "plain"}>{words.standings[standing] ?? standing}</Badge>}
          {kocMonth && <Badge tone="info">{words.koc(kocMonth)}</Badge>}
        </span>
      ),
    },
    { key: "joined", name: words.columns.joined, named: true, cell: ({ joinedAt }) => format.dateTime(joinedAt) },
    { key: "last", name: words.columns.last, named: true, cell: ({ lastMessageAt }) => (lastMessageAt ? format.dateTime(lastMessageAt) : "–") },
  ];
  const acts: Column<GroupMemberRowFragment> = {
    key: "acts",
    name: words.columns.acts,
    end: true,
    cell: (row) => {
      const name = nameOf(row.memberId);
      return (
        <span className={styles.acts}>
          <Button look="quiet" aria-label={words.role.of(name)} onPress={() => onAct({ what: "role", row, name })}>
            {words.role.title}
          </Button>
          <Button look="quiet" aria-label={words.out.of(name)} onPress={() => onAct({ what: "out", row, name })}>
            {words.out.title}
          </Button>
        </span>
      );
    },
  };
  return <Table label={words.members} columns={may("members:write") ? [...columns, acts] : columns} rows={rows} keyOf={({ memberId }) => memberId} />;
}
