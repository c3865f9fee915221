import { Empty, Panel } from "@tessera/kit";

import { MemberPlayDocument, type MemberPlayQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, Stack } from "../parts/Page.js";
import { BadgesPanel } from "./BadgesPanel.js";
import { BenefitsPanel } from "./BenefitsPanel.js";
import styles from "./Members.module.css";
import { StreaksPanel } from "./StreaksPanel.js";
import { TasksPanel } from "./TasksPanel.js";

export type MemberPlay = NonNullable<MemberPlayQuery["member"]>;

/** What the tier gives the member, and what they are after: tasks, streaks, badges. */
export function PlayTab({ id, title }: { id: string; title: string }) {
  const { members } = useMessages();
  const asked = useAsk(MemberPlayDocument, { id }, { keep: true });
  return (
    <Answered
      asked={asked}
      loading={
        <Panel title={title}>
          <Lines count={8} />
        </Panel>
      }
    >
      {({ member, benefitUses }) => {
        if (!member) return null;
        const { benefits, tasks, streaks, badges } = member;
        if (![benefits, tasks, streaks, badges].some((list) => list && list.length > 0)) {
          return (
            <Panel title={title}>
              <Empty icon="spark" title={members.play.none}>
                {members.play.noneText}
              </Empty>
            </Panel>
          );
        }
        return (
          <div className={styles.columns}>
            <Stack>
              {tasks && <TasksPanel tasks={tasks} />}
              {badges && <BadgesPanel badges={badges} />}
            </Stack>
            <Stack>
              {benefits && <BenefitsPanel memberId={id} benefits={benefits} uses={benefitUses?.edges.map(({ node }) => node) ?? []} />}
              {streaks && <StreaksPanel streaks={streaks} />}
            </Stack>
          </div>
        );
      }}
    </Answered>
  );
}
