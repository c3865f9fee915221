import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";
import { lazy, Suspense } from "react";

import { SegmentListDocument, type SegmentListQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { ActivationPanel } from "./ActivationPanel.js";
import { ClustersPanel } from "./ClustersPanel.js";
import styles from "./Segments.module.css";

// The builder of conditions comes with it.
const TrialPanel = lazy(() => import("./TrialPanel.js").then((loaded) => ({ default: loaded.TrialPanel })));

export type Counted = NonNullable<SegmentListQuery["segments"]>["segments"][number];

/** Twice the time within which a change of a member is judged. */
const EVERY_MS = 20_000;

/** The segments of the brand with their sizes, and the place where a condition is tried. */
export function SegmentsPage() {
  const { segments: words } = useMessages();
  const format = useFormat();
  const asked = useAsk(SegmentListDocument, {}, { keep: true, everyMs: EVERY_MS });
  const found = asked.data?.data.segments;
  return (
    <>
      <PageHead title={words.title} lead={found ? words.asOf(format.dateTime(found.asOf)) : words.lead}>
        <Link to="/rfm">{words.rfm.title}</Link>
      </PageHead>
      <Stack>
        <Panel title={words.list} flush>
          <Answered asked={asked} loading={<Lines count={6} />}>
            {({ segments }) =>
              segments?.segments.length ? (
                <Rows counted={segments.segments} />
              ) : (
                <Empty icon="segments" title={words.none}>
                  {words.noneText}
                </Empty>
              )
            }
          </Answered>
        </Panel>
        <ActivationPanel />
        <ClustersPanel />
        <Suspense fallback={<Lines count={6} />}>
          <TrialPanel />
        </Suspense>
      </Stack>
    </>
  );
}

function Rows({ counted }: { counted: readonly Counted[] }) {
  const { segments: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Counted>[] = [
    {
      key: "segment",
      name: words.columns.segment,
      cell: ({ segment: { code, name, saved } }) => (
        <span className={styles.name}>
          <Link to="/segments/$code" params={{ code }}>
            {name}
          </Link>
          <span>
            <code>{code}</code> {saved && <Badge>{words.saved}</Badge>}
          </span>
        </span>
      ),
    },
    { key: "when", name: words.columns.when, cell: ({ segment }) => <code className={styles.when}>{segment.when}</code> },
    {
      key: "members",
      name: words.columns.members,
      end: true,
      named: true,
      cell: ({ members }) => <strong>{format.number(members)}</strong>,
    },
  ];
  return <Table label={words.list} columns={columns} rows={counted} keyOf={({ segment }) => segment.code} />;
}
