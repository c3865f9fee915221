import type { TasksPageQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Icon } from "../parts/Icon.js";
import { Meter } from "../parts/Meter.js";
import { Panel } from "../parts/Page.js";
import { rewardText } from "./rewardText.js";
import styles from "./Tasks.module.css";

type Task = NonNullable<NonNullable<TasksPageQuery["me"]>["tasks"]>[number];
type Step = Task["steps"][number];

/** A chain of steps: what is done, what is next, and what each brings. */
export function TaskPanel({ task }: { task: Task }) {
  const { tasks } = useMessages();
  const format = useFormat();
  const { name, description, ordered, steps, done, open } = task;
  const finished = steps.filter((step) => step.done >= step.of).length;
  const progress = tasks.steps(format.number(finished), format.number(steps.length));
  const whole = rewardText(task.reward, tasks.reward, format.number);
  return (
    <Panel title={name} aside={done ? <Badge tone="good">{tasks.done}</Badge> : open ? progress : <Badge>{tasks.closed}</Badge>}>
      {description && <p class={styles["words"]}>{description}</p>}
      <Meter label={name} value={finished} of={steps.length} text={progress} />
      <ol class={styles["steps"]}>
        {steps.map((step, index) => (
          <StepRow key={step.code} step={step} number={index + 1} />
        ))}
      </ol>
      {whole && <p class={styles["whole"]}>{tasks.whole(whole)}</p>}
      <Terms task={task} ordered={ordered && steps.length > 1} />
    </Panel>
  );
}

function StepRow({ step, number }: { step: Step; number: number }) {
  const { tasks } = useMessages();
  const format = useFormat();
  const isDone = step.done >= step.of;
  const reward = rewardText(step.reward, tasks.reward, format.number);
  return (
    <li>
      <span class={styles["mark"]} data-on={isDone || undefined}>
        {isDone ? <Icon name="check" size={16} /> : <span aria-hidden="true">{format.number(number)}</span>}
        {isDone && <span class="visually-hidden">{tasks.done}</span>}
      </span>
      <span>
        {step.name}
        {step.of > 1 && <small> {tasks.count(format.number(step.done), format.number(step.of))}</small>}
      </span>
      {reward && <span class={styles["brings"]}>{reward}</span>}
    </li>
  );
}

function Terms({ task: { done, startsOn, endsAt }, ordered }: { task: Task; ordered: boolean }) {
  const { tasks } = useMessages();
  const format = useFormat();
  const terms = [
    ordered && tasks.ordered,
    startsOn && !done && tasks.from(format.shortDay(startsOn)),
    endsAt && !done && tasks.until(format.dateTime(endsAt)),
  ].filter(Boolean);
  return terms.length > 0 ? <p class={styles["words"]}>{terms.join(" · ")}</p> : null;
}
