import { useState } from "preact/hooks";

import {
  FeedbackPageDocument,
  LiveFeedbackDocument,
  OlderFeedbackDocument,
  RateOutcomeDocument,
  SayResolvedDocument,
  SayUnresolvedDocument,
  TellUsDocument,
  type FixedNoticeFragment,
  type ItemPageFragment,
} from "../generated/documents.js";
import { useApi, useAsk, useLive, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { usePictures } from "../lib/usePictures.js";
import { Badge, type Tone } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Switch, Text } from "../parts/Field.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Notice, Page, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Feedback.module.css";
import { Pictures } from "./Pictures.js";
import { SentPictures } from "./SentPictures.js";
import { GoOn, Talk } from "./Talk.js";

type Item = ItemPageFragment["edges"][number]["node"];

const TEXT_MAX = 4_000;
const PICTURES_MAX = 9;
const CHANNEL = "h5";
const SCORES = [1, 2, 3, 4, 5] as const;
const DONE: ReadonlySet<string> = new Set(["RESOLVED", "CONFIRMED", "CLOSED"]);
const TONES: Record<string, Tone> = { RESOLVED: "good", CONFIRMED: "good", REOPENED: "warn", WAITING: "warn" };

/** Say something, and see what became of what was said. */
export function FeedbackPage() {
  const { feedback } = useMessages();
  const asked = useAsk(FeedbackPageDocument, {});
  useLive(LiveFeedbackDocument);
  return (
    <Page title={feedback.title} back="/me">
      <Tell />
      <Loaded asked={asked}>
        {({ me, publicNotices }) => (
          <>
            {me?.feedback && (
              <Panel title={feedback.mine}>
                {me.feedback.edges.length === 0 ? <Empty>{feedback.none}</Empty> : <Items page={me.feedback} />}
              </Panel>
            )}
            <Fixed notices={publicNotices?.edges.map(({ node }) => node) ?? []} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What others reported as well, and is fixed. */
export function Fixed({ notices }: { notices: readonly FixedNoticeFragment[] }) {
  const { feedback } = useMessages();
  const format = useFormat();
  if (notices.length === 0) return null;
  return (
    <Panel title={feedback.fixed}>
      <ul class={styles["fixed"]}>
        {notices.map((notice) => (
          <li key={notice.id}>
            <strong>{notice.title}</strong>
            <p>{notice.text}</p>
            <small>{format.date(notice.announcedAt)}</small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Words for the team, under the member's name or without. */
export function Tell() {
  const { feedback } = useMessages();
  const [text, setText] = useState("");
  const [anonymous, setAnonymous] = useState(false);
  const [failed, setFailed] = useState("");
  const wish = useWish(TellUsDocument, "feedback");
  const chosen = usePictures(PICTURES_MAX);
  const { takesPictures } = useApi();
  const isPending = wish.isPending || chosen.isPending;
  const send = async () => {
    const went = await chosen.send(anonymous);
    setFailed("sent" in went ? "" : went.isRefused ? feedback.pictureRefused : feedback.picturesWait);
    if (!("sent" in went)) return;
    const came = await wish.run({ text: text.trim(), channel: CHANNEL, attachmentUrls: [], attachments: [...went.sent], anonymous });
    // Words and pictures that were not taken stay, to be sent again.
    if (!("done" in came)) return;
    setText("");
    chosen.clear();
  };
  return (
    <Panel title={feedback.tell}>
      <form
        class={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() && !isPending) void send();
        }}
      >
        <Text label={feedback.text} lines={3} value={text} required maxLength={TEXT_MAX} hint={anonymous ? feedback.anonymousHint : feedback.hint} onChange={setText} />
        {takesPictures && (
          <Pictures pictures={chosen.pictures} most={PICTURES_MAX} isPending={isPending} onAdd={chosen.add} onRemove={chosen.remove} />
        )}
        <Switch label={feedback.anonymous} on={anonymous} isPending={isPending} onChange={setAnonymous} />
        {failed && <Notice tone="bad">{failed}</Notice>}
        <Said outcome={wish.outcome} />
        {wish.outcome && "done" in wish.outcome && <Notice>{feedback.sent}</Notice>}
        <Button type="submit" wide isPending={isPending}>
          {feedback.send}
        </Button>
      </form>
    </Panel>
  );
}

function Items({ page }: { page: ItemPageFragment }) {
  return (
    <>
      <ul class={styles["items"]}>
        {page.edges.map(({ node }) => (
          <li key={node.id}>
            <ItemRow item={node} />
          </li>
        ))}
      </ul>
      <Older page={page}>{(after) => <OlderItems after={after} />}</Older>
    </>
  );
}

function OlderItems({ after }: { after: string }) {
  const asked = useAsk(OlderFeedbackDocument, { after });
  return <Loaded asked={asked}>{({ me }) => me?.feedback && <Items page={me.feedback} />}</Loaded>;
}

function ItemRow({ item }: { item: Item }) {
  const { feedback } = useMessages();
  const format = useFormat();
  return (
    <article class={styles["item"]}>
      <p class={styles["head"]}>
        <Badge tone={TONES[item.state] ?? "plain"}>{feedback.states[item.state] ?? item.state}</Badge>
        <small>{[format.dateTime(item.createdAt), ...item.topics.map(({ name }) => name)].join(" · ")}</small>
      </p>
      <p class={styles["words"]}>{item.text}</p>
      <SentPictures attachments={item.attachments} />
      <Talk timeline={item.timeline} />
      {!DONE.has(item.state) && <GoOn id={item.id} isAwaited={item.state === "WAITING"} />}
      {item.state === "RESOLVED" && <Judge id={item.id} />}
      {DONE.has(item.state) && (item.rating === null ? <Rate id={item.id} /> : <Rated score={item.rating} />)}
    </article>
  );
}

/** Asked once: how far what the team did has helped. */
function Rate({ id }: { id: string }) {
  const { feedback } = useMessages();
  const wish = useWish(RateOutcomeDocument, "rate");
  return (
    <div class={styles["rate"]} role="group" aria-label={feedback.rate}>
      <p>{feedback.rate}</p>
      <div class={styles["scores"]}>
        {SCORES.map((score) => (
          <Button
            key={score}
            look="quiet"
            isPending={wish.isPending}
            onPress={() => void wish.run({ feedbackId: id, score })}
          >
            {feedback.score(score)}
          </Button>
        ))}
      </div>
      <small>{feedback.scale}</small>
      <Said outcome={wish.outcome} />
    </div>
  );
}

function Rated({ score }: { score: number }) {
  const { feedback } = useMessages();
  return <small>{feedback.rated(score)}</small>;
}

/** Only the member knows whether it is solved. */
function Judge({ id }: { id: string }) {
  const { feedback } = useMessages();
  const solved = useWish(SayResolvedDocument, "solved");
  const unsolved = useWish(SayUnresolvedDocument, "unsolved");
  const isPending = solved.isPending || unsolved.isPending;
  return (
    <div class={styles["judge"]}>
      <Button look="quiet" isPending={isPending} onPress={() => void unsolved.run({ feedbackId: id })}>
        {feedback.unsolved}
      </Button>
      <Button look="soft" isPending={isPending} onPress={() => void solved.run({ feedbackId: id })}>
        {feedback.solved}
      </Button>
      <Said outcome={solved.outcome} />
      <Said outcome={unsolved.outcome} />
    </div>
  );
}
