import { Badge, Button, Dialog, Empty, Facts, Panel } from "@tessera/kit";
import { useState } from "react";

import { MoreEntriesDocument, type EntryPageFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Failure, More } from "../parts/Page.js";
import type { Member } from "./MemberPage.js";
import styles from "./Members.module.css";

type Entry = EntryPageFragment["edges"][number]["node"];

const wordOf = (words: Record<string, string>, code: string | null) => (code ? (words[code] ?? code) : code);

/** What moved the member's points, and why for each. A new entry moves all places: give it as the key. */
export function EntriesPanel({ member }: { member: Member }) {
  const { members } = useMessages();
  const format = useFormat();
  const [asked, setAsked] = useState<Entry>();
  const { entries } = member;
  if (!entries) return null;
  const total = members.entries.total(format.number(entries.totalCount));
  return (
    <Panel flush title={members.entries.title} actions={<Badge>{total}</Badge>}>
      {entries.edges.length === 0 && (
        <Empty icon="clock" title={members.entries.none}>
          {members.entries.noneText}
        </Empty>
      )}
      <Page page={entries} memberId={member.id} onWhy={setAsked} />
      <Why entry={asked} onClose={() => setAsked(undefined)} />
    </Panel>
  );
}

interface PageProps {
  memberId: string;
  onWhy: (entry: Entry) => void;
}

function Page({ page, ...rest }: PageProps & { page: EntryPageFragment }) {
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      <ul className={styles.entries}>
        {page.edges.map(({ node }) => (
          <EntryRow key={node.id} entry={node} onWhy={() => rest.onWhy(node)} />
        ))}
      </ul>
      {hasNextPage && endCursor && <Older key={endCursor} after={endCursor} {...rest} />}
    </>
  );
}

/** The page behind a cursor, when it is wanted. */
function Older({ after, memberId, onWhy }: PageProps & { after: string }) {
  const [wanted, setWanted] = useState(false);
  const asked = useAsk(MoreEntriesDocument, { id: memberId, after }, { enabled: wanted });
  const page = asked.data?.data.member?.entries;
  if (page) return <Page page={page} memberId={memberId} onWhy={onWhy} />;
  if (asked.error) return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  return <More isPending={asked.isFetching} onPress={() => setWanted(true)} />;
}

function EntryRow({ entry, onWhy }: { entry: Entry; onWhy: () => void }) {
  const { members } = useMessages();
  const format = useFormat();
  const now = useNow();
  const { cause } = entry;
  const pending = entry.availableAt && new Date(entry.availableAt).getTime() > now ? entry.availableAt : undefined;
  const details = [wordOf(members.entries.activities, cause.activity), cause.storeId, cause.reason].filter(Boolean);
  return (
    <li className={styles.entry}>
      <span className={styles.entryText}>
        <strong>{cause.title}</strong>
        <span>
          {[format.dateTime(entry.effectiveAt), ...details].join(" · ")}
          {pending && <Badge tone="warn" icon="clock">{members.entries.pendingUntil(format.shortDate(pending))}</Badge>}
        </span>
      </span>
      <Button
        look="quiet"
        aria-label={members.entries.whyOf(format.signed(entry.amount))}
        onPress={onWhy}
      >
        {members.entries.why}
      </Button>
      <span className={styles.entryEnd}>
        <strong data-negative={entry.amount < 0 || undefined}>{format.signed(entry.amount)}</strong>
        <span>{members.entries.balance(format.number(entry.balanceAfter))}</span>
      </span>
    </li>
  );
}

/** Rule by rule where an amount comes from, and when it counts. */
function Why({ entry, onClose }: { entry: Entry | undefined; onClose: () => void }) {
  const { app, members } = useMessages();
  const format = useFormat();
  const { facts } = members.entries;
  if (!entry) return null;
  const { cause } = entry;
  return (
    <Dialog
      isOpen
      title={members.entries.whyOf(format.signed(entry.amount))}
      onClose={onClose}
      actions={<Button onPress={onClose}>{app.states.close}</Button>}
    >
      {cause.rules.length > 0 && (
        <ul className={styles.rules} aria-label={members.entries.rule}>
          {cause.rules.map(({ rule, amount, campaigns }) => (
            <li key={rule.code}>
              <span>
                {rule.name}
                {campaigns.length > 0 && <small>{members.entries.campaigns(format.list(campaigns))}</small>}
              </span>
              <strong>{amount === null ? "" : format.signed(amount)}</strong>
            </li>
          ))}
        </ul>
      )}
      <Facts
        facts={[
          [facts.kind, wordOf(members.entries.kinds, entry.kind)],
          [facts.activity, wordOf(members.entries.activities, cause.activity)],
          [facts.reason, cause.reason],
          [facts.reward, cause.reward?.name],
          [facts.order, cause.orderId],
          [facts.store, cause.storeId],
          [facts.channel, cause.channel],
          [facts.effective, format.dateTime(entry.effectiveAt)],
          [facts.recorded, format.dateTime(entry.recordedAt)],
          [facts.available, entry.availableAt && format.dateTime(entry.availableAt)],
          [facts.expires, entry.expiresAt && format.dateTime(entry.expiresAt)],
          [facts.posting, <code key="posting">{entry.postingId}</code>],
        ]}
      />
    </Dialog>
  );
}
