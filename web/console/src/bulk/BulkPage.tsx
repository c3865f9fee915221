import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { BulkFilesDocument, type BulkFilesQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import styles from "./Bulk.module.css";
import { FeedbackFiles } from "./FeedbackFiles.js";
import { MemberFiles } from "./MemberFiles.js";
import { progressOf, refusedOf, TONES } from "./state.js";
import { UploadDialog } from "./UploadDialog.js";

type File = NonNullable<BulkFilesQuery["bulkFiles"]>["edges"][number]["node"];

const PAGE = 20;
const PAGE_MAX = 100;
const EVERY_MS = 10_000;

/** The files by which operators adjust many members, or grant them coupons. */
export function BulkPage() {
  const { app, bulk: words } = useMessages();
  const { may } = useSignedIn();
  const [first, setFirst] = useState(PAGE);
  const [uploading, setUploading] = useState(false);
  const asked = useAsk(BulkFilesDocument, { first, after: null }, { keep: true, everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        {may("points:write") || may("members:write") || may("feedback:write") ? (
          <Button look="primary" icon="plus" onPress={() => setUploading(true)}>
            {words.upload.title}
          </Button>
        ) : (
          <p className={styles.hint}>{app.states.needs("points:write")}</p>
        )}
      </PageHead>
      <Stack>
        <Panel title={words.files} flush>
          <Answered asked={asked} loading={<Lines count={6} />}>
            {({ bulkFiles }) =>
              bulkFiles?.edges.length ? (
                <>
                  <Files files={bulkFiles.edges.map(({ node }) => node)} />
                  {bulkFiles.pageInfo.hasNextPage && first < PAGE_MAX && (
                    <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
                  )}
                </>
              ) : (
                <Empty icon="books" title={words.none}>
                  {words.noneText}
                </Empty>
              )
            }
          </Answered>
        </Panel>
        {may("members:read") && <MemberFiles />}
        {may("feedback:read") && <FeedbackFiles />}
      </Stack>
      {uploading && <UploadDialog onClose={() => setUploading(false)} />}
    </>
  );
}

function Files({ files }: { files: readonly File[] }) {
  const { bulk: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<File>[] = [
    {
      key: "name",
      name: words.columns.file,
      cell: ({ id, name, kind, uploadedBy, uploadedAt }) => (
        <span className={styles.name}>
          <Link to="/bulk/$id" params={{ id }}>
            {name}
          </Link>
          <span>
            {words.kinds[kind] ?? kind} · {uploadedBy} · {format.dateTime(uploadedAt)}
          </span>
        </span>
      ),
    },
    {
      key: "state",
      name: words.columns.state,
      named: true,
      cell: ({ state }) => <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>,
    },
    {
      key: "done",
      name: words.columns.done,
      end: true,
      named: true,
      cell: (file) => words.of(format.number(file.done), format.number(progressOf(file).of)),
    },
    { key: "refused", name: words.columns.refused, end: true, named: true, cell: (file) => format.number(refusedOf(file)) },
  ];
  return <Table label={words.files} columns={columns} rows={files} keyOf={({ id }) => id} />;
}
