import { Link } from "@tanstack/react-router";
import { Notice, Panel, Table } from "@tessera/kit";

import { BroadcastResultDocument, type BroadcastQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { ExperimentResult } from "../parts/ExperimentResult.js";
import { Answered, Lines } from "../parts/Page.js";

export type Report = NonNullable<BroadcastQuery["broadcast"]>;

const EVERY_MS = 30_000;

/** What became of each message that a broadcast compares, and what that made members do. */
export function Compared({ report }: { report: Report }) {
  const { broadcasts: words } = useMessages();
  const format = useFormat();
  const { id } = report.broadcast;
  const asked = useAsk(BroadcastResultDocument, { id }, { keep: true, everyMs: EVERY_MS });
  const column = (key: "sent" | "held" | "control" | "opened" | "failed") => ({
    key,
    name: words[key],
    end: true,
    named: true,
    cell: ({ figures }: Report["variants"][number]) => format.number(figures[key]),
  });
  return (
    <>
      <Panel title={words.variants} flush>
        <Table
          label={words.variants}
          columns={[
            { key: "message", name: words.message, cell: ({ message }) => <code>{message}</code> },
            ...(["sent", "held", "control", "opened", "failed"] as const).map(column),
          ]}
          rows={report.variants}
          keyOf={({ message }) => message}
        />
      </Panel>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ experiment }) =>
          experiment && (
            <>
              {experiment.look ? (
                <ExperimentResult experiment={experiment} look={experiment.look} />
              ) : (
                <Notice tone="info">{words.noLook}</Notice>
              )}
              <Link to="/experiments/$code" params={{ code: id }}>
                {words.experiment}
              </Link>
            </>
          )
        }
      </Answered>
    </>
  );
}
