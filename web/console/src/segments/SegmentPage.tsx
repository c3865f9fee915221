import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Badge, Button, Dialog, Empty, Panel, Table, toast, type Column } from "@tessera/kit";
import { lazy, Suspense, useState } from "react";

import { DeleteSegmentDocument, SegmentListDocument, SegmentPageDocument, SegmentPeopleDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack, WishProblem } from "../parts/Page.js";
import { LtvPanel } from "./LtvPanel.js";
import styles from "./Segments.module.css";
import type { Counted } from "./SegmentsPage.js";

// The builder of conditions comes with it.
const TrialPanel = lazy(() => import("./TrialPanel.js").then((loaded) => ({ default: loaded.TrialPanel })));

const PAGE = 20;
/** The most members of one list of phones. */
const REVEAL_MAX = 200;

/** One segment: its condition, who is in it since when, and the way to change it. */
export function SegmentPage() {
  const { code } = useParams({ from: "/segments/$code" });
  const { segments: words } = useMessages();
  const asked = useAsk(SegmentListDocument, {}, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {(data) => {
        const found = data.segments?.segments.find(({ segment }) => segment.code === code);
        return found ? (
          <Found key={`${code}/${found.segment.etag}`} counted={found} />
        ) : (
          <>
            <PageHead title={words.title} />
            <Panel title={words.list}>
              <Empty icon="segments" title={words.missing}>
                <Link to="/segments">{words.back}</Link>
              </Empty>
            </Panel>
          </>
        );
      }}
    </Answered>
  );
}

function Found({ counted: { segment, members } }: { counted: Counted }) {
  const { segments: words } = useMessages();
  const { may } = useSignedIn();
  const format = useFormat();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PageHead
        title={segment.name}
        lead={
          <span className={styles.lead}>
            <Link to="/segments">{words.back}</Link>
            <code>{segment.code}</code>
            <span>{words.count(format.number(members))}</span>
            {may("pii:read") && members > 0 && members <= REVEAL_MAX && (
              <Link to="/reveals" search={{ segment: segment.code }}>
                {words.phones}
              </Link>
            )}
            {segment.saved ? <Badge>{words.saved}</Badge> : <Link to="/programme">{words.ofProgramme}</Link>}
          </span>
        }
      >
        {segment.saved && may("members:write") && <Button onPress={() => setDeleting(true)}>{words.remove.title}</Button>}
      </PageHead>
      <Stack>
        <LtvPanel code={segment.code} />
        <Members code={segment.code} />
        <Suspense fallback={<Lines count={6} />}>
          <TrialPanel segment={segment} />
        </Suspense>
      </Stack>
      {deleting && <DeleteDialog code={segment.code} name={segment.name} onClose={() => setDeleting(false)} />}
    </>
  );
}

interface Row {
  readonly memberId: string;
  readonly since: string;
}

function Members({ code }: { code: string }) {
  const { segments: words } = useMessages();
  // The cursors of the pages before, so that one can go back.
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const asked = useAsk(SegmentPageDocument, { code, first: PAGE, after: cursors.at(-1) ?? null }, { keep: true });
  return (
    <Panel title={words.members} flush>
      <Answered asked={asked} loading={<Lines count={6} />}>
        {({ segmentMembers }) => {
          const rows = segmentMembers?.edges.map(({ node }) => node) ?? [];
          const next = segmentMembers?.pageInfo.hasNextPage ? segmentMembers.pageInfo.endCursor : null;
          return (
            <>
              {rows.length ? (
                <People rows={rows} />
              ) : (
                <Empty icon="members" title={words.empty}>
                  {words.emptyText}
                </Empty>
              )}
              {(next !== null || cursors.length > 1) && (
                <div className={styles.pages}>
                  <Button look="quiet" isDisabled={cursors.length < 2} onPress={() => setCursors(cursors.slice(0, -1))}>
                    {words.previous}
                  </Button>
                  <Button look="quiet" isDisabled={next === null} isPending={asked.isFetching} onPress={() => setCursors([...cursors, next])}>
                    {words.next}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}

/** Names are asked for one page at a time, masked as everywhere. */
function People({ rows }: { rows: readonly Row[] }) {
  const { members, segments: words } = useMessages();
  const format = useFormat();
  const asked = useAsk(SegmentPeopleDocument, { ids: rows.map(({ memberId }) => memberId) }, { keep: true });
  const people = new Map(asked.data?.data.members?.flatMap((member) => (member ? [[member.id, member]] : [])));
  const columns: readonly Column<Row>[] = [
    {
      key: "member",
      name: words.columns.member,
      cell: ({ memberId }) => (
        <span className={styles.name}>
          <Link to="/members/$id" params={{ id: memberId }}>
            {asked.data ? people.get(memberId)?.name || members.unnamed : "…"}
          </Link>
          <span>{people.get(memberId)?.phone}</span>
        </span>
      ),
    },
    {
      key: "tier",
      name: words.columns.tier,
      cell: ({ memberId }) => {
        const tier = people.get(memberId)?.tier;
        return tier && <Badge tone="accent">{tier.name}</Badge>;
      },
    },
    {
      key: "cluster",
      name: words.clusters.columns.cluster,
      cell: ({ memberId }) => {
        const cluster = people.get(memberId)?.cluster;
        return cluster && <Badge>{cluster.name}</Badge>;
      },
    },
    {
      key: "since",
      name: words.columns.since,
      named: true,
      cell: ({ since }) => <time dateTime={since}>{format.dateTime(since)}</time>,
    },
  ];
  return <Table label={words.members} columns={columns} rows={rows} keyOf={({ memberId }) => memberId} />;
}

function DeleteDialog({ code, name, onClose }: { code: string; name: string; onClose: () => void }) {
  const { app, segments } = useMessages();
  const words = segments.remove;
  const navigate = useNavigate();
  const wish = useWish(DeleteSegmentDocument, "segment-end");
  const remove = async () => {
    const outcome = await wish.run({ code }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    void navigate({ to: "/segments" });
  };
  return (
    <Dialog
      isOpen
      title={words.of(name)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="danger" isPending={wish.isPending} onPress={() => void remove()}>
            {words.run}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}
