import { AnswerOneTrialDocument, type TrialCardFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Ideas.module.css";

/** The trials that the member is invited to; nothing where there are none. */
export function TrialList({ trials }: { trials: readonly TrialCardFragment[] }) {
  const { ideas } = useMessages();
  if (trials.length === 0) return null;
  return (
    <Panel title={ideas.trials}>
      <ul class={styles["trials"]}>
        {trials.map((trial) => (
          <li key={trial.id}>
            <TrialCard asked={trial} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function TrialCard({ asked }: { asked: TrialCardFragment }) {
  const { ideas } = useMessages();
  const format = useFormat();
  const wish = useWish(AnswerOneTrialDocument, "trial");
  const trial = (wish.outcome && "done" in wish.outcome && wish.outcome.done.trial) || asked;
  const isIn = trial.answer === "ACCEPTED";
  const say = (accept: boolean) => void wish.run({ trialId: trial.id, accept, memberId: null });
  return (
    <>
      <strong>{trial.name}</strong>
      <p class={styles["terms"]}>
        <Badge>{ideas.places(format.number(Math.max(0, trial.places - trial.taken)))}</Badge>
        <Badge>{ideas.until(format.day(trial.closes))}</Badge>
        {isIn && <Badge tone="good">{ideas.accepted}</Badge>}
      </p>
      {isIn ? (
        <Button look="soft" wide isPending={wish.isPending} label={ideas.giveUpOf(trial.name)} onPress={() => say(false)}>
          {ideas.giveUp}
        </Button>
      ) : (
        <Button wide disabled={!trial.open} isPending={wish.isPending} label={trial.open ? ideas.takePartOf(trial.name) : undefined} onPress={() => say(true)}>
          {trial.open ? ideas.takePart : ideas.full}
        </Button>
      )}
      <Said outcome={wish.outcome} />
    </>
  );
}
