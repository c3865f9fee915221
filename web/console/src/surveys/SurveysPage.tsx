import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";

import { SurveysDocument, type SurveyRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead } from "../parts/Page.js";
import styles from "./Surveys.module.css";

/** The surveys of the programme: what each measures, how many were asked, and how many answered. */
export function SurveysPage() {
  const { surveys } = useMessages();
  const asked = useAsk(SurveysDocument, {}, { keep: true });
  return (
    <>
      <PageHead title={surveys.title} lead={surveys.lead} />
      <Panel title={surveys.list} flush>
        <Answered asked={asked} loading={<Lines count={4} />}>
          {(data) =>
            data.surveys?.length === 0 ? (
              <Empty icon="surveys" title={surveys.none}>
                {surveys.noneText}
              </Empty>
            ) : (
              <Rows surveys={data.surveys ?? []} />
            )
          }
        </Answered>
      </Panel>
    </>
  );
}

function Rows({ surveys }: { surveys: readonly SurveyRowFragment[] }) {
  const { surveys: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<SurveyRowFragment>[] = [
    {
      key: "survey",
      name: words.columns.survey,
      cell: ({ code, name }) => (
        <span className={styles.name}>
          <Link to="/surveys/$code" params={{ code }}>
            {name}
          </Link>
          <code>{code}</code>
        </span>
      ),
    },
    {
      key: "kind",
      name: words.columns.kind,
      cell: ({ kind, anonymous }) => (
        <span className={styles.name}>
          <span>{words.kinds[kind] ?? kind}</span>
          {anonymous && <span className={styles.soft}>{words.anonymous}</span>}
        </span>
      ),
    },
    { key: "trigger", name: words.columns.trigger, cell: ({ trigger }) => words.triggers[trigger] ?? trigger },
    {
      key: "state",
      name: words.columns.state,
      cell: ({ open }) => (
        <Badge tone={open ? "good" : "plain"} icon={open ? "check" : "clock"}>
          {open ? words.open : words.closed}
        </Badge>
      ),
    },
    { key: "offered", name: words.columns.offered, end: true, named: true, cell: ({ offered }) => format.number(offered) },
    { key: "answered", name: words.columns.answered, end: true, named: true, cell: ({ answered }) => format.number(answered) },
    {
      key: "rate",
      name: words.columns.rate,
      end: true,
      named: true,
      cell: ({ offered, answered }) => (offered > 0 ? format.percent(answered / offered) : "–"),
    },
  ];
  return <Table label={words.list} columns={columns} rows={surveys} keyOf={({ code }) => code} />;
}
