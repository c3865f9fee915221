import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Empty, Panel, Segments } from "@tessera/kit";
import { lazy, Suspense, useEffect, useState } from "react";

import {
  FeedbackOneDocument,
  FeedbackQueueDocument,
  type FeedbackItemFragment,
  type FeedbackQueueQuery,
  type FeedbackState,
  type ReadyAnswersFragment,
} from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { FeedbackItem } from "../parts/FeedbackItem.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import { QueueRow } from "../parts/QueueRow.js";
import { Alike } from "./Alike.js";
import styles from "./Feedback.module.css";
import { step } from "./keys.js";
import { Trends } from "./Trends.js";
import { UnknownYears } from "./UnknownYears.js";

const Differences = lazy(() => import("./Differences.js").then((loaded) => ({ default: loaded.Differences })));
const FixPanel = lazy(() => import("./FixPanel.js").then((loaded) => ({ default: loaded.FixPanel })));

type Show = "open" | "waiting" | "done" | "all";
type Whose = "all" | "mine";

const STATES: Record<Show, readonly FeedbackState[] | null> = {
  open: ["NEW", "TRIAGED", "ASSIGNED", "REOPENED"],
  waiting: ["WAITING"],
  done: ["RESOLVED", "CONFIRMED", "CLOSED"],
  all: null,
};
const SHOWS = Object.keys(STATES) as Show[];
const PAGE = 20;
const PAGE_MAX = 100;
const EVERY_MS = 20_000;

type Queued = NonNullable<FeedbackQueueQuery["feedbackQueue"]>["edges"][number]["node"];

/** The queue beside the item that is worked on; the address says which. */
export function QueuePage() {
  const { feedback } = useMessages();
  const search = useSearch({ from: "/feedback" });
  const navigate = useNavigate();
  const show = SHOWS.find((each) => each === search.show) ?? "open";
  const whose: Whose = search.whose === "mine" ? "mine" : "all";
  const open = (item: string | undefined) => void navigate({ to: "/feedback", search: { ...search, item } });
  const list = (next: Show, owner: Whose) =>
    void navigate({
      to: "/feedback",
      search: { show: next === "open" ? undefined : next, whose: owner === "all" ? undefined : owner },
    });
  return (
    <>
      <PageHead title={feedback.title} lead={feedback.lead}>
        <Segments
          label={feedback.show}
          value={show}
          onChange={(next) => list(next, whose)}
          choices={SHOWS.map((key) => ({ key, label: feedback.filters[key] }))}
        />
        <Segments
          label={feedback.whose}
          value={whose}
          onChange={(next) => list(show, next)}
          choices={(["all", "mine"] as const).map((key) => ({ key, label: feedback.owners[key] }))}
        />
      </PageHead>
      <UnknownYears />
      <div className={styles.desk} data-open={search.item ? true : undefined}>
        <div className={styles.list}>
          <Queue show={show} isMine={whose === "mine"} chosen={search.item} onOpen={open} />
        </div>
        <div className={styles.item}>
          {search.item ? <Item id={search.item} onBack={() => open(undefined)} /> : <Choose />}
        </div>
      </div>
    </>
  );
}

function Queue({
  show,
  isMine,
  chosen,
  onOpen,
}: {
  show: Show;
  isMine: boolean;
  chosen: string | undefined;
  onOpen: (id: string) => void;
}) {
  const { feedback } = useMessages();
  const search = useSearch({ from: "/feedback" });
  const navigate = useNavigate();
  // The queue moves, so that a longer first page, not a second one, follows it as far as a page may be long.
  const first = Math.min(PAGE_MAX, Number(search.first) || PAGE);
  const after = search.after ?? null;
  const asked = useAsk(
    FeedbackQueueDocument,
    { first, after, states: STATES[show], mine: isMine },
    { keep: true, everyMs: EVERY_MS },
  );
  const to = (place: { first?: string; after?: string }) =>
    void navigate({ to: "/feedback", search: { ...search, first: place.first, after: place.after } });
  const items = asked.data?.data.feedbackQueue?.edges.map(({ node }) => node) ?? [];
  useKeys(items, chosen, onOpen);
  return (
    <Panel title={feedback.list} flush>
      <Answered asked={asked} loading={<Lines count={8} />}>
        {({ feedbackQueue }) => (
          <>
            {after !== null && (
              <Button look="quiet" icon="back" onPress={() => to({})}>
                {feedback.fromStart}
              </Button>
            )}
            {items.length === 0 && (
              <Empty icon="check" title={feedback.none}>
                {feedback.noneText}
              </Empty>
            )}
            <ul>
              {items.map((item) => (
                <li key={item.id}>
                  <QueueRow item={item} isChosen={item.id === chosen} show={show === "open" ? undefined : show} />
                </li>
              ))}
            </ul>
            {feedbackQueue?.pageInfo.hasNextPage && (
              <More
                isPending={asked.isFetching}
                onPress={() =>
                  to(
                    first < PAGE_MAX
                      ? { first: String(first + PAGE), after: after ?? undefined }
                      : { after: feedbackQueue.pageInfo.endCursor ?? undefined },
                  )
                }
              />
            )}
          </>
        )}
      </Answered>
    </Panel>
  );
}

function Item({ id, onBack }: { id: string; onBack: () => void }) {
  const { feedback } = useMessages();
  const { stores } = useSignedIn();
  const asked = useAsk(FeedbackOneDocument, { id });
  return (
    <Panel
      title={feedback.title}
      actions={
        <Button look="quiet" icon="close" onPress={onBack}>
          {feedback.back}
        </Button>
      }
    >
      <Answered asked={asked} loading={<Lines count={6} />}>
        {({ node }) =>
          isItem(node) ? (
            <>
              <FeedbackItem item={node} ready={node.preparedAnswers ?? []} withMember />
              {node.group && <Alike item={node} group={node.group} />}
              {node.group && !stores && (
                <Suspense>
                  <FixPanel group={node.group} />
                </Suspense>
              )}
            </>
          ) : (
            <Empty icon="feedback" title={feedback.missing}>
              {feedback.missingText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

/** An id may also be that of something else. */
const isItem = (node: object | null): node is FeedbackItemFragment & ReadyAnswersFragment => node !== null && "timeline" in node;

function Choose() {
  const { feedback } = useMessages();
  const { stores } = useSignedIn();
  return (
    <Stack>
      <div className={styles.choose}>
        <Empty icon="feedback" title={feedback.choose}>
          {feedback.chooseText}
        </Empty>
      </div>
      {/* They are of the whole brand. */}
      {!stores && (
        <>
          <Trends />
          <div>
            <Compare />
          </div>
        </>
      )}
    </Stack>
  );
}

/** It asks much of the servers, so it begins when somebody wants it. */
function Compare() {
  const { feedback } = useMessages();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) return <Button onPress={() => setOpen(true)}>{feedback.differences.open}</Button>;
  return (
    <Suspense fallback={<Lines count={4} />}>
      <Differences />
    </Suspense>
  );
}

/** J and K go down and up, R goes to the reply. */
function useKeys(items: readonly Queued[], chosen: string | undefined, onOpen: (id: string) => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.metaKey || event.ctrlKey || event.altKey || target.closest("input, textarea, [role=dialog]")) return;
      const next = step(items.map(({ id }) => id), chosen, event.key);
      if (next) onOpen(next);
      else if (event.key === "r") document.querySelector<HTMLTextAreaElement>("main textarea")?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  });
}
