import type { TasksPageQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Meter } from "../parts/Meter.js";
import { Panel } from "../parts/Page.js";
import { rewardText } from "./rewardText.js";
import styles from "./Tasks.module.css";

type Streak = NonNullable<NonNullable<TasksPageQuery["me"]>["streaks"]>[number];

/** Days running, and how many more bring the reward. */
export function StreakPanel({ streak }: { streak: Streak }) {
  const { tasks } = useMessages();
  const format = useFormat();
  const { name, current, longest, today, every, inDays } = streak;
  const reward = rewardText(streak.reward, tasks.reward, format.number);
  const days = tasks.days(format.number(current));
  return (
    <Panel title={name} aside={`${days} · ${tasks.longest(format.number(longest))}`}>
      <Meter label={name} value={every - inDays} of={every} text={days} />
      <p>{tasks.next(format.number(inDays), reward)}</p>
      <p class={styles["words"]}>{today ? tasks.today : tasks.notToday}</p>
    </Panel>
  );
}
