import { Button, Empty, Meter, Facts, Notice, Panel, Table, toast, type Column } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { usePreferences } from "../lib/preferences.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Lines, Stack, WishProblem } from "../parts/Page.js";
import { FileHead, useCourse } from "./FileParts.js";

interface Refusal {
  readonly line: number;
  readonly wrongColumn: string | null;
  readonly refusal: string;
  readonly message: string;
  readonly refusalText: { readonly zh: string; readonly en: string } | null;
}

/** A file whose rows wait until somebody starts it. */
export interface Waiting {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly rows: number;
  readonly refused: number;
  readonly refusedWhenChecked: number;
  readonly firstRefusals: readonly Refusal[];
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly waitsUntil: string;
  readonly startedBy: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

interface Wish {
  readonly run: (input: { fileId: string }) => Promise<object>;
  readonly isPending: boolean;
  readonly said: string;
  readonly error: Error | null;
}

export interface Moves {
  readonly scope: string;
  readonly start: Wish;
  readonly discard: Wish;
  readonly results: { readonly mutate: (asked: { fileId: string }) => void; readonly isPending: boolean; readonly error: Error | null };
}

interface Parts {
  readonly file: Waiting;
  readonly kind: "MEMBERS" | "FEEDBACK";
  /** What its rows came to so far, beside those that were refused. */
  readonly counts: readonly (readonly [string, number])[];
  readonly moves: Moves;
}

/** One file: what the check said, its start, its progress and its results. */
export function CheckedFile(parts: Parts) {
  const { bulk } = useMessages();
  const format = useFormat();
  const { file, kind } = parts;
  const words = kind === "MEMBERS" ? bulk.members : bulk.feedback;
  return (
    <>
      <FileHead name={file.name} kind={kind} state={file.state}>
        <Actions {...parts} />
      </FileHead>
      <Stack>
        {file.state === "READY" && <Notice tone="warn">{words.waits(format.dateTime(file.waitsUntil))}</Notice>}
        {file.state === "EXPIRED" && <Notice tone="bad">{bulk.expired}</Notice>}
        <Progress {...parts} />
        <Panel flush title={bulk.refusals}>
          {file.firstRefusals.length ? <Refusals rows={file.firstRefusals} /> : <Empty icon="check" title={bulk.noRefusals} />}
        </Panel>
      </Stack>
    </>
  );
}

/** In place of a file that is asked for. */
export const Loading = <Lines count={8} />;

const triedOf = ({ file, counts }: Parts) => counts.reduce((sum, [, count]) => sum + count, file.refused);

function Actions(parts: Parts) {
  const { bulk: words } = useMessages();
  const { may } = useSignedIn();
  const { file, moves } = parts;
  const { start, discard, results } = moves;
  const ready = file.state === "READY" && may(moves.scope);
  const go = async () => {
    const outcome = await start.run({ fileId: file.id }).catch(() => undefined);
    if (outcome && "done" in outcome) toast(words.started);
  };
  return (
    <>
      {triedOf(parts) > 0 && (
        <Button isPending={results.isPending} onPress={() => results.mutate({ fileId: file.id })}>
          {words.downloadResults}
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

function Progress(parts: Parts) {
  const { bulk: words } = useMessages();
  const format = useFormat();
  const { file, counts } = parts;
  const tried = triedOf(parts);
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
            ? [...counts, [words.refused, file.refused] as const].map(([name, count]) => [name, format.number(count)] as const)
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
  return <Table label={words.refusals} columns={columns} rows={rows} keyOf={({ line }) => String(line)} />;
}
