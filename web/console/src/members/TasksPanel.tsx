import { Badge, Icon, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Play.module.css";
import { usePlayReward } from "./playReward.js";
import type { MemberPlay } from "./PlayTab.js";

type Task = NonNullable<MemberPlay["tasks"]>[number];

/** The task chains: what is done of each step, until when, and what it brings. */
export function TasksPanel({ tasks }: { tasks: readonly Task[] }) {
  const { members } = useMessages();
  const words = members.play.tasks;
  return (
    <Panel title={words.title}>
      {tasks.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.list}>
        {tasks.map((task) => (
          <li key={task.code}>
            <TaskSteps task={task} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function TaskSteps({ task }: { task: Task }) {
  const { members } = useMessages();
  const format = useFormat();
  const reward = usePlayReward();
  const words = members.play.tasks;
  const brings = reward(task.reward);
  return (
    <div className={styles.task}>
      <div className={styles.head}>
        <strong>{task.name}</strong>
        {task.done ? (
          <Badge tone="good" icon="check">
            {words.done}
          </Badge>
        ) : (
          <Badge tone={task.open ? "info" : "plain"}>{task.open ? words.open : words.closed}</Badge>
        )}
      </div>
      {task.description && <p className={styles.hint}>{task.description}</p>}
      <ol className={styles.steps}>
        {task.steps.map((step) => (
          <li key={step.code} data-done={step.done >= step.of || undefined}>
            <i aria-hidden="true">{step.done >= step.of && <Icon name="check" size={12} />}</i>
            <span>{step.name}</span>
            <span>{words.of(format.number(step.done), format.number(step.of))}</span>
          </li>
        ))}
      </ol>
      <p className={styles.hint}>
        {[task.ordered && words.ordered, brings && words.brings(brings), task.endsAt && words.until(format.dateTime(task.endsAt))]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}
