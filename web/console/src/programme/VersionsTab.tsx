import { useNavigate } from "@tanstack/react-router";
import { Badge, Button, Panel, Table, type Column } from "@tessera/kit";
import { useState, type ReactNode } from "react";

import { ProgrammeFileDocument, RollBackProgrammeDocument, type ProgrammeQuery } from "../generated/documents.js";
import { useAsk, useRefresh, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Diff } from "../parts/Diff.js";
import { NoteDialog } from "../parts/NoteDialog.js";
import { Answered, Lines, More, Stack } from "../parts/Page.js";
import styles from "./Programme.module.css";

type Version = NonNullable<ProgrammeQuery["programmeVersions"]>["edges"][number]["node"];

/** Who published what and why; one of them against that in force; and the way back. */
export function VersionsTab({
  versions,
  inForce,
  source,
  chosen,
  more,
}: {
  versions: readonly Version[];
  inForce: number;
  source: string;
  chosen: number | undefined;
  more: { isPending: boolean; onPress: () => void } | undefined;
}) {
  const { programme: words } = useMessages();
  const format = useFormat();
  const navigate = useNavigate();
  const [back, setBack] = useState<number>();
  const { may } = useSignedIn();
  const mayWrite = may("programmes:write");
  const columns: readonly Column<Version>[] = [
    {
      key: "version",
      name: words.columns.version,
      cell: ({ version, note, rollbackOf }) => (
        <span className={styles.version}>
          <strong>{words.number(String(version))}</strong>
          {version === inForce && (
            <Badge tone="good" icon="check">
              {words.now}
            </Badge>
          )}
          {rollbackOf !== null && <Badge>{words.rolledBackTo(String(rollbackOf))}</Badge>}
          {note && <span className={styles.noteText}>{note}</span>}
        </span>
      ),
    },
    { key: "by", name: words.columns.by, cell: ({ publishedBy }) => publishedBy },
    {
      key: "at",
      name: words.columns.at,
      cell: ({ publishedAt }) => <time dateTime={publishedAt}>{format.dateTime(publishedAt)}</time>,
    },
    {
      key: "do",
      name: words.columns.actions,
      end: true,
      cell: ({ version }) =>
        version !== inForce && (
          <span className={styles.rowActions}>
            <Button
              look="quiet"
              onPress={() => void navigate({ to: "/programme", search: { show: "versions", version: String(version) } })}
            >
              {words.compare}
            </Button>
            {mayWrite && <Button onPress={() => setBack(version)}>{words.rollBack}</Button>}
          </span>
        ),
    },
  ];
  return (
    <Stack>
      {chosen !== undefined && chosen !== inForce && <Compared version={chosen} inForce={inForce} source={source} />}
      <Panel title={words.versions} flush>
        <Table label={words.versions} columns={columns} rows={versions} keyOf={({ version }) => String(version)} />
        {more && <More {...more} />}
      </Panel>
      {back !== undefined && <RollBackDialog version={back} inForce={inForce} source={source} onClose={() => setBack(undefined)} />}
    </Stack>
  );
}

/** What came between a version and that in force. */
function Compared({ version, inForce, source }: { version: number; inForce: number; source: string }) {
  const { programme: words } = useMessages();
  return (
    <Panel title={words.between(String(version), String(inForce))}>
      <FileOf version={version}>{(file) => <Diff before={file} after={source} />}</FileOf>
    </Panel>
  );
}

function FileOf({ version, children }: { version: number; children: (file: string) => ReactNode }) {
  const { programme: words } = useMessages();
  const asked = useAsk(ProgrammeFileDocument, { version });
  return (
    <Answered asked={asked} loading={<Lines />}>
      {({ programmeVersion }) =>
        programmeVersion?.sourceYaml ? children(programmeVersion.sourceYaml) : <p>{words.missing(String(version))}</p>
      }
    </Answered>
  );
}

function RollBackDialog({
  version,
  inForce,
  source,
  onClose,
}: {
  version: number;
  inForce: number;
  source: string;
  onClose: () => void;
}) {
  const { programme: words } = useMessages();
  const wish = useWish(RollBackProgrammeDocument, "roll-back");
  const refresh = useRefresh();
  const send = async (note: string) => {
    const outcome = await wish.run({ version, note, baseVersion: inForce });
    // The difference is shown anew, against the version that came meanwhile.
    if ("refused" in outcome && outcome.refused.code === "PROGRAMME_OVERTAKEN") refresh();
    return outcome;
  };
  return (
    <NoteDialog
      title={words.rollBackTitle(String(version))}
      text={words.rollBackText}
      action={words.rollBack}
      wish={wish}
      send={send}
      onClose={onClose}
    >
      <FileOf version={version}>{(file) => <Diff before={source} after={file} />}</FileOf>
    </NoteDialog>
  );
}
