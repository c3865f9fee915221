import { Link, useParams } from "@tanstack/react-router";
import { Button, Facts, Meter, Notice, Panel, toast } from "@tessera/kit";

import { BulkFileOfDocument, DiscardBulkFileDocument, StartBulkFileDocument, type BulkFileShownFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useBulkRowsFile } from "../lib/apiFiles.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { saveFile } from "../lib/saveFile.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, Stack, WishProblem } from "../parts/Page.js";
import { FileHead, NoFile, useCourse } from "./FileParts.js";
import { RowsPanel } from "./RowsPanel.js";
import { everyMs, progressOf, refusedOf } from "./state.js";

/** One file: what it would do, its start, its progress and what became of each row. */
export function FilePage() {
  const { id } = useParams({ from: "/bulk/$id" });
  const looked = useAsk(BulkFileOfDocument, { id }, { keep: true });
  const every = everyMs(looked.data?.data.bulkFile?.state);
  const asked = useAsk(BulkFileOfDocument, { id }, { keep: true, ...(every && { everyMs: every }) });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ bulkFile }) =>
        bulkFile ? <Found file={bulkFile} /> : <NoFile icon="books" />
      }
    </Answered>
  );
}

function Found({ file }: { file: BulkFileShownFragment }) {
  return (
    <>
      <FileHead name={file.name} kind={file.kind} state={file.state}>
        <Actions file={file} />
      </FileHead>
      <Stack>
        <Warnings file={file} />
        <Effect file={file} />
        <RowsPanel key={file.state} fileId={file.id} />
      </Stack>
    </>
  );
}

function Actions({ file }: { file: BulkFileShownFragment }) {
  const { bulk: words } = useMessages();
  const { may, session } = useSignedIn();
  const start = useWish(StartBulkFileDocument, "bulk-start");
  const discard = useWish(DiscardBulkFileDocument, "bulk-discard");
  const rows = useBulkRowsFile(session, saveFile);
  const ready = file.state === "READY" && may("points:write");
  const go = async () => {
    const outcome = await start.run({ fileId: file.id }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(outcome.done.file?.state === "WAITING" ? words.waits : words.started);
  };
  return (
    <>
      <Button isPending={rows.isPending} onPress={() => rows.mutate({ fileId: file.id })}>
        {words.download}
      </Button>
      {ready && (
        <>
          <Button isPending={discard.isPending} onPress={() => void discard.run({ fileId: file.id }).catch(() => undefined)}>
            {words.discard}
          </Button>
          <Button look="primary" icon="play" isPending={start.isPending} isDisabled={progressOf(file).of === 0} onPress={() => void go()}>
            {words.start}
          </Button>
        </>
      )}
      <WishProblem said={start.said || discard.said} error={start.error ?? discard.error ?? rows.error} />
    </>
  );
}

function Warnings({ file }: { file: BulkFileShownFragment }) {
  const { bulk: words } = useMessages();
  const format = useFormat();
  if (file.state === "WAITING") {
    return (
      <Notice tone="warn" icon="clock" actions={<Link to="/approvals">{words.toApprovals}</Link>}>
        {words.waitsText(file.startedBy ?? "")}
      </Notice>
    );
  }
  if (file.state === "FAILED") return <Notice tone="bad">{words.failedText}</Notice>;
  if (file.state !== "READY") return null;
  return (
    <>
      {file.sameAsId && (
        <Notice
          tone="warn"
          actions={
            <Link to="/bulk/$id" params={{ id: file.sameAsId }}>
              {words.sameAs}
            </Link>
          }
        >
          {words.sameText}
        </Notice>
      )}
      {file.shortWhenChecked > 0 && <Notice tone="warn">{words.shortText(format.number(file.shortWhenChecked))}</Notice>}
      {file.repeated > 0 && <Notice tone="warn">{words.repeatedText(format.number(file.repeated))}</Notice>}
    </>
  );
}

function Effect({ file }: { file: BulkFileShownFragment }) {
  const { bulk: words } = useMessages();
  const format = useFormat();
  const { tried, of } = progressOf(file);
  const course = useCourse(file);
  const begun = tried > 0 || ["QUEUED", "RUNNING", "DONE"].includes(file.state);
  return (
    <Panel title={words.effect}>
      {begun && (
        <Meter
          label={words.progress}
          text={words.of(format.number(tried), format.number(of))}
          value={tried}
          most={of}
        />
      )}
      <Facts
        facts={[
          [words.rows, words.rowsText(format.number(file.rows), format.number(refusedOf(file)))],
          ...(begun ? [[words.columns.done, format.number(file.done)] as const] : []),
          ...file.sums.map(
            ({ asset, added, taken, members }) =>
              [asset, words.sum(format.number(added), format.number(taken), format.number(members))] as const,
          ),
          ...file.sums.flatMap(({ asset, liability }) =>
            liability ? [[words.liability(asset), format.money(liability.minorUnits, liability.currencyCode)] as const] : [],
          ),
          ...file.coupons.map(({ couponType, count }) => [couponType, words.coupons(format.number(count))] as const),
          [words.upload.reason, file.reason],
          ...course,
        ]}
      />
    </Panel>
  );
}
