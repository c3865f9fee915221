import { TasksPageDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Empty, Loaded, Page } from "../parts/Page.js";
import { Badges } from "./Badges.js";
import { StreakPanel } from "./StreakPanel.js";
import { TaskPanel } from "./TaskPanel.js";

/** What the member can do for a reward, how far it is, and the badges. */
export function TasksPage() {
  const { tasks } = useMessages();
  const asked = useAsk(TasksPageDocument, {});
  return (
    <Page title={tasks.title} back="/">
      <Loaded asked={asked}>
        {({ me }) => {
          const [chains, streaks, badges] = [me?.tasks ?? [], me?.streaks ?? [], me?.badges ?? []];
          if (chains.length + streaks.length + badges.length === 0) return <Empty>{tasks.none}</Empty>;
          return (
            <>
              {chains.map((task) => (
                <TaskPanel key={task.code} task={task} />
              ))}
              {streaks.map((streak) => (
                <StreakPanel key={streak.code} streak={streak} />
              ))}
              {badges.length > 0 && <Badges badges={badges} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
