import { Panel, StepChart } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { balanceCourse } from "./course.js";
import type { Member } from "./MemberPage.js";

/** The course of the balance over the latest entries. */
export function BalancePanel({ member }: { member: Member }) {
  const { members } = useMessages();
  const format = useFormat();
  const entries = member.history?.edges.map(({ node }) => node) ?? [];
  if (entries.length < 2) return null;
  const points = balanceCourse(entries);
  return (
    <Panel title={members.chart.title}>
      <StepChart
        points={points}
        texts={{
          title: members.chart.table(format.number(points.length), format.number(points.at(-1)?.value ?? 0)),
          atName: members.chart.at,
          valueName: members.chart.value,
          at: format.dateTime,
          tick: format.shortDate,
          value: format.number,
        }}
      />
    </Panel>
  );
}
