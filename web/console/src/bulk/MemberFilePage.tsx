import { useParams } from "@tanstack/react-router";
import { Button, Empty, Facts, Meter, Notice, Panel, Table, toast, type Column } from "@tessera/kit";

import {
  DiscardMemberFileDocument,
  MemberFileOfDocument,
  StartMemberFileDocument,
  type MemberFileShownFragment,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useMemberResultsFile } from "../lib/apiFiles.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { usePreferences } from "../lib/preferences.js";
import { saveFile } from "../lib/saveFile.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, Stack, WishProblem } from "../parts/Page.js";
import { FileHead, NoFile, useCourse } from "./FileParts.js";
import { everyMs, triedOf } from "./state.js";

type Refusal = MemberFileShownFragment["firstRefusals"][number];

/** One file of members: what the check said, its start, its progress and its results. */
export function MemberFilePage() {
  const { id } = useParams({ from: "/bulk/members/$id" });
  const looked = useAsk(MemberFileOfDocument, { id }, { keep: true });
  const every = everyMs(looked.data?.data.memberFile?.state);
  const asked = useAsk(MemberFileOfDocument, { id }, { keep: true, ...(every && { everyMs: every }) });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ memberFile }) =>
        memberFile ? <Found file={memberFile} /> : <NoFile icon="members" />
      }
    </Answered>
  );
}

function Found({ file }: { file: MemberFileShownFragment }) {
  const { bulk: words } = useMessages();
  const format = useFormat();
  return (
    <>
      <FileHead name={file.name} kind="MEMBERS" state={file.state}>
        <Actions file={file} />
      </FileHead>
      <Stack>
        {file.state === "READY" && <Notice tone="warn">{words.members.waits(format.dateTime(file.waitsUntil))}</Notice>}
        {file.state === "EXPIRED" && <Notice tone="bad">{words.members.expired}</Notice>}
        <Progress file={file} />
        <Panel flush title={words.members.refusals}>
          {file.firstRefusals.length ? <Refusals rows={file.firstRefusals} /> : <Empty icon="check" title={words.noRefusals} />}
        </Panel>
      </Stack>
    </>
  );
}

function Actions({ file }: { file: MemberFileShownFragment }) {
  const { bulk: words } = useMessages();
  const { may, session } = useSignedIn();
  const start = useWish(StartMemberFileDocument, "member-file-start");
  const discard = useWish(DiscardMemberFileDocument, "member-file-discard");
  const results = useMemberResultsFile(session, saveFile);
  const ready = file.state === "READY" && may("members:write");
  const go = async () => {
    const outcome = await start.run({ fileId: file.id }).catch(() => undefined);
    if (outcome && "done" in outcome) toast(words.started);
  };
  return (
    <>
      {triedOf(file) > 0 && (
        <Button isPending={results.isPending} onPress={() => results.mutate({ fileId: file.id })}>
          {words.members.download}
        </Button>
      )}
      {ready && (
        <>
          <Button isPending={discard.isPending} onPress={() => void discard.run({ fileId: file.id }).catch(() => undefined)}>
            {words.discard}
          </Button>
          <Button
            look="primary"
            icon="play"
            isPending={start.isPending}
            isDisabled={file.rows === file.refusedWhenChecked}
            onPress={() => void go()}
          >
            {words.start}
          </Button>
        </>
      )}
      <WishProblem said={start.said || discard.said} error={start.error ?? discard.error ?? results.error} />
    </>
  );
}

function Progress({ file }: { file: MemberFileShownFragment }) {
  const { bulk: words } = useMessages();
  const format = useFormat();
  const tried = triedOf(file);
  const course = useCourse(file);
  const begun = file.startedAt !== null;
  return (
    <Panel title={words.effect}>
      {begun && (
        <Meter label={words.progress} text={words.of(format.number(tried), format.number(file.rows))} value={tried} most={file.rows} />
      )}
      <Facts
        facts={[
          [words.rows, words.rowsText(format.number(file.rows), format.number(file.refusedWhenChecked))],
          ...(begun
            ? ([
                [words.members.created, format.number(file.created)],
                [words.members.found, format.number(file.found)],
                [words.refused, format.number(file.refused)],
              ] as const)
            : []),
          ...course,
        ]}
      />
    </Panel>
  );
}

function Refusals({ rows }: { rows: readonly Refusal[] }) {
  const { bulk: words } = useMessages();
  const { language } = usePreferences();
  const format = useFormat();
  const columns: readonly Column<Refusal>[] = [
    { key: "line", name: words.columns.line, end: true, cell: ({ line }) => format.number(line) },
    {
      key: "why",
      name: words.columns.refused,
      named: true,
      cell: ({ wrongColumn, refusalText, refusal, message }) => (
        <span>
          {wrongColumn && <code>{wrongColumn}</code>} {refusalText?.[language] ?? refusal} <small>{message}</small>
        </span>
      ),
    },
  ];
  return <Table label={words.members.refusals} columns={columns} rows={rows} keyOf={({ line }) => String(line)} />;
}
