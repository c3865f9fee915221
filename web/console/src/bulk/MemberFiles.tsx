import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { MemberFilesDocument, type MemberFilesQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More } from "../parts/Page.js";
import styles from "./Bulk.module.css";
import { TONES, triedOf } from "./state.js";

type File = NonNullable<MemberFilesQuery["memberFiles"]>["edges"][number]["node"];

const PAGE = 10;
const PAGE_MAX = 100;
const EVERY_MS = 10_000;

/** The files by which operators brought members. */
export function MemberFiles() {
  const { bulk } = useMessages();
  const words = bulk.members;
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(MemberFilesDocument, { first, after: null }, { keep: true, everyMs: EVERY_MS });
  return (
    <Panel title={words.files} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ memberFiles }) =>
          memberFiles?.edges.length ? (
            <>
              <Files files={memberFiles.edges.map(({ node }) => node)} />
              {memberFiles.pageInfo.hasNextPage && first < PAGE_MAX && (
                <More isPending={asked.isFetching} onPress={() => setFirst(Math.min(first + PAGE, PAGE_MAX))} />
              )}
            </>
          ) : (
            <Empty icon="members" title={bulk.none}>
              {words.noneText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

function Files({ files }: { files: readonly File[] }) {
  const { bulk } = useMessages();
  const format = useFormat();
  const columns: readonly Column<File>[] = [
    {
      key: "name",
      name: bulk.columns.file,
      cell: ({ id, name, uploadedBy, uploadedAt }) => (
        <span className={styles.name}>
          <Link to="/bulk/members/$id" params={{ id }}>
            {name}
          </Link>
          <span>
            {uploadedBy} · {format.dateTime(uploadedAt)}
          </span>
        </span>
      ),
    },
    {
      key: "state",
      name: bulk.columns.state,
      named: true,
      cell: ({ state }) => <Badge tone={TONES[state] ?? "plain"}>{bulk.states[state] ?? state}</Badge>,
    },
    {
      key: "done",
      name: bulk.columns.done,
      end: true,
      named: true,
      cell: (file) => bulk.of(format.number(triedOf(file)), format.number(file.rows)),
    },
    { key: "refused", name: bulk.columns.refused, end: true, named: true, cell: ({ refused }) => format.number(refused) },
  ];
  return <Table label={bulk.members.files} columns={columns} rows={files} keyOf={({ id }) => id} />;
}
