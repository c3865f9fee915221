import { Badge, Button, Dialog, Segments, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { AnnounceFixDocument, FixOfGroupDocument, WithdrawNoticeDocument, type FixFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Feedback.module.css";

const EVERY_MS = 5_000;
const TITLE_MAX = 60;
const TEXT_MAX = 500;

/** What became of the problem of a group: announced as fixed, or the button that does it. */
export function FixPanel({ group }: { group: string }) {
  const { feedback } = useMessages();
  const words = feedback.fix;
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const asked = useAsk(FixOfGroupDocument, { group }, { everyMs: EVERY_MS });
  const preview = asked.data?.data.feedbackFixPreview;
  if (!preview) return null;
  const reach = words.reach(format.number(preview.reporters), format.number(preview.anonymous));
  return (
    <section className={styles.fix} aria-label={words.title}>
      <h3>{words.title}</h3>
      {preview.fix ? (
        <Announced fix={preview.fix} reporters={preview.reporters} />
      ) : (
        <>
          <p>{reach}</p>
          <Button icon="check" onPress={() => setOpen(true)}>
            {words.announce}
          </Button>
        </>
      )}
      {isOpen && <AnnounceDialog group={group} reach={reach} onClose={() => setOpen(false)} />}
    </section>
  );
}

function Announced({ fix, reporters }: { fix: FixFragment; reporters: number }) {
  const { feedback } = useMessages();
  const words = feedback.fix;
  const format = useFormat();
  const wish = useWish(WithdrawNoticeDocument, "notice");
  const told = format.number(fix.told);
  const isShown = fix.isPublic && !fix.withdrawnAt;
  return (
    <>
      <p>
        <strong>{fix.title}</strong> {fix.text}
      </p>
      <p>
        <Badge tone={fix.completedAt ? "good" : "warn"}>
          {fix.completedAt ? words.told(told) : words.telling(told, format.number(reporters))}
        </Badge>{" "}
        <small>{words.by(fix.announcedBy, format.dateTime(fix.announcedAt))}</small>
      </p>
      {fix.effect ? <Effect effect={fix.effect} /> : <p>{words.noEffect}</p>}
      {isShown && (
        <Button look="quiet" isPending={wish.isPending} onPress={() => void wish.run({ fixId: fix.id }).catch(() => undefined)}>
          {words.withdraw}
        </Button>
      )}
      {fix.withdrawnAt && <p>{words.withdrawn(format.dateTime(fix.withdrawnAt))}</p>}
      <WishProblem said={wish.said} error={wish.error} />
    </>
  );
}

/** What came of it: those who reported, against members like them who did not. */
export function Effect({ effect }: { effect: NonNullable<FixFragment["effect"]> }) {
  const { feedback } = useMessages();
  const words = feedback.fix;
  const format = useFormat();
  const { matched, compared, repurchase, activity, days } = effect;
  const among = words.among(format.number(matched), format.number(compared));
  return (
    <>
      <h4>{words.effect(days)}</h4>
      {!repurchase || !activity ? (
        <p>{words.tooFew}</p>
      ) : (
        <dl className={styles.effect}>
          <dt>{words.repurchase}</dt>
          <dd>{words.figure(points(repurchase.difference), points(repurchase.low), points(repurchase.high))}</dd>
          <dd>{words.ways(percent(repurchase.reportedBefore), percent(repurchase.reportedAfter), percent(repurchase.othersBefore), percent(repurchase.othersAfter))}</dd>
          <dt>{words.activity}</dt>
          <dd>{words.figure(signed(activity.difference), signed(activity.low), signed(activity.high))}</dd>
          <dd>{words.ways(...([activity.reportedBefore, activity.reportedAfter, activity.othersBefore, activity.othersAfter].map((each) => each.toFixed(1)) as Four))}</dd>
        </dl>
      )}
      <small>
        {among} {effect.complete ? words.complete : words.soFar(format.dateTime(effect.asOf))}
      </small>
    </>
  );
}

type Four = [string, string, string, string];
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
const points = (share: number) => `${share < 0 ? "−" : "+"}${(Math.abs(share) * 100).toFixed(1)} %`;

/** Says once, in both languages, that it is fixed; nothing takes the messages back. */
export function AnnounceDialog({ group, reach, onClose }: { group: string; reach: string; onClose: () => void }) {
  const { app, feedback } = useMessages();
  const words = feedback.fix;
  const [titleZh, setTitleZh] = useState("");
  const [titleEn, setTitleEn] = useState("");
  const [textZh, setTextZh] = useState("");
  const [textEn, setTextEn] = useState("");
  const [notice, setNotice] = useState<"no" | "yes">("no");
  const wish = useWish(AnnounceFixDocument, "fix");
  const isWhole = [titleZh, titleEn, textZh, textEn].every((each) => each.trim());
  const announce = async () => {
    if (!isWhole || wish.isPending) return;
    const outcome = await wish
      .run({
        group,
        title: { zh: titleZh.trim(), en: titleEn.trim() },
        text: { zh: textZh.trim(), en: textEn.trim() },
        isPublic: notice === "yes",
      })
      .catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    onClose();
  };
  return (
    <Dialog isOpen stays title={words.announce} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void announce();
        }}
      >
        <p>{reach}</p>
        <TextField autoFocus label={words.titleZh} value={titleZh} onChange={setTitleZh} maxLength={TITLE_MAX} isRequired />
        <TextField label={words.titleEn} value={titleEn} onChange={setTitleEn} maxLength={TITLE_MAX} isRequired />
        <TextField lines label={words.textZh} value={textZh} onChange={setTextZh} maxLength={TEXT_MAX} isRequired />
        <TextField lines label={words.textEn} value={textEn} onChange={setTextEn} maxLength={TEXT_MAX} isRequired />
        <Segments
          label={words.notice}
          value={notice}
          onChange={setNotice}
          choices={[
            { key: "no", label: words.onlyThem },
            { key: "yes", label: words.everyone },
          ]}
        />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending} isDisabled={!isWhole}>
            {words.run}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
