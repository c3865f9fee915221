import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";

import type { SurveyPageQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { figureText, intervalText } from "./figure.js";
import { Interval } from "./FigurePanel.js";
import styles from "./Surveys.module.css";

type Group = NonNullable<NonNullable<SurveyPageQuery["survey"]>["results"]>["groups"][number];

/** The figure by tier, store and segment, as they were when members answered. */
export function GroupsPanel({ kind, groups, hidden }: { kind: string; groups: readonly Group[]; hidden: number }) {
  const { surveys: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Group>[] = [
    {
      key: "group",
      name: words.groups.group,
      cell: ({ grouping, code }) => (
        <span className={styles.name}>
          <strong>{code}</strong>
          <span className={styles.soft}>{words.groups.by[grouping] ?? grouping}</span>
        </span>
      ),
    },
    { key: "answers", name: words.groups.answers, end: true, named: true, cell: ({ answers }) => format.number(answers) },
    {
      key: "figure",
      name: words.groups.figure,
      named: true,
      cell: ({ figure }) =>
        figure && (
          <span className={styles.group}>
            <span className={styles.lead}>
              <strong>{figureText(kind, figure.value)}</strong>
              <span className={styles.soft}>{intervalText(kind, figure)}</span>
              {figure.few && (
                <Badge tone="warn" icon="alert">
                  {words.few}
                </Badge>
              )}
            </span>
            <Interval kind={kind} figure={figure} />
          </span>
        ),
    },
  ];
  return (
    <Panel title={words.groups.title} flush>
      {groups.length === 0 ? (
        <Empty icon="surveys" title={words.groups.none}>
          {words.groups.noneText}
        </Empty>
      ) : (
        <Table label={words.groups.title} columns={columns} rows={groups} keyOf={({ grouping, code }) => `${grouping}/${code}`} />
      )}
      {hidden > 0 && <p className={styles.foot}>{words.groups.hidden(format.number(hidden))}</p>}
    </Panel>
  );
}
