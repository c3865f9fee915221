import { Panel, Table, type Column } from "@tessera/kit";

import { SegmentLtvDocument, type SegmentLtvQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Segments.module.css";

type Stage = NonNullable<SegmentLtvQuery["segmentLtv"]>["stages"][number];

/** What a member of the segment is worth over 365 days, with the inputs of each stage. */
export function LtvPanel({ code }: { code: string }) {
  const { ltv: words } = useMessages().segments;
  const format = useFormat();
  const asked = useAsk(SegmentLtvDocument, { code }, { keep: true });
  return (
    <Panel title={words.title} flush>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ segmentLtv }) =>
          segmentLtv && (
            <>
              <p className={styles.worth}>
                <strong>{format.money(segmentLtv.ltv.minorUnits, segmentLtv.ltv.currencyCode)}</strong>{" "}
                {words.text(format.day(segmentLtv.on))}{" "}
                {segmentLtv.counted < segmentLtv.members && words.drawn(format.number(segmentLtv.counted))}
              </p>
              <Stages stages={segmentLtv.stages} currency={segmentLtv.ltv.currencyCode} />
            </>
          )
        }
      </Answered>
    </Panel>
  );
}

function Stages({ stages, currency }: { stages: readonly Stage[]; currency: string }) {
  const { ltv: words } = useMessages().segments;
  const format = useFormat();
  const columns: readonly Column<Stage>[] = [
    {
      key: "stage",
      name: words.columns.stage,
      cell: ({ stage, members }) => (
        <span className={styles.name}>
          <strong>{words.stages[stage] ?? stage}</strong>
          <span>{words.members(format.number(members))}</span>
        </span>
      ),
    },
    {
      key: "conversion",
      name: words.columns.conversion,
      end: true,
      named: true,
      cell: ({ conversionPermille }) => format.percent(conversionPermille / 1_000),
    },
    { key: "order", name: words.columns.order, end: true, named: true, cell: ({ averageOrderMinor }) => format.money(averageOrderMinor, currency) },
    {
      key: "frequency",
      name: words.columns.frequency,
      end: true,
      named: true,
      cell: ({ frequencyThousandths }) => format.number(frequencyThousandths / 1_000),
    },
    {
      key: "retention",
      name: words.columns.retention,
      end: true,
      named: true,
      cell: ({ retentionPermille }) => format.percent(retentionPermille / 1_000),
    },
    { key: "value", name: words.columns.value, end: true, named: true, cell: ({ valueMinor }) => format.money(valueMinor, currency) },
  ];
  return <Table label={words.title} columns={columns} rows={stages} keyOf={({ stage }) => stage} />;
}
