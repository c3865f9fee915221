import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Badge, Empty, Facts, Notice, Panel, SelectField } from "@tessera/kit";
import { useState } from "react";

import { SurveyPageDocument, type SurveyPageQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { CommentsPanel } from "./CommentsPanel.js";
import { FigurePanel } from "./FigurePanel.js";
import { GroupsPanel } from "./GroupsPanel.js";
import { RepliesPanel } from "./RepliesPanel.js";
import styles from "./Surveys.module.css";

type Survey = NonNullable<SurveyPageQuery["survey"]>;

const DAY_MS = 86_400_000;
const ALWAYS = "always";
const DAYS = [ALWAYS, "7", "30", "90"] as const;

/** A survey: its figure with the interval, by group, the replies, and the words of members. */
export function SurveyPage() {
  const { code } = useParams({ from: "/surveys/$code" });
  const { days } = useSearch({ from: "/surveys/$code" });
  const { surveys } = useMessages();
  const [today] = useState(() => Date.now());
  const count = Number(days ?? 0);
  const fromDay = count > 0 ? new Date(today - (count - 1) * DAY_MS).toISOString().slice(0, 10) : null;
  const asked = useAsk(SurveyPageDocument, { code, fromDay, untilDay: null }, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={10} />}>
      {({ survey }) =>
        survey ? (
          <>
            <PageHead title={survey.name} lead={<Lead survey={survey} />}>
              {!survey.anonymous && <Period days={days ?? ALWAYS} />}
            </PageHead>
            <Results survey={survey} />
          </>
        ) : (
          <>
            <PageHead title={code} />
            <Empty icon="surveys" title={surveys.missing} action={<Link to="/surveys">{surveys.back}</Link>}>
              {surveys.missingText}
            </Empty>
          </>
        )
      }
    </Answered>
  );
}

function Results({ survey }: { survey: Survey }) {
  const { surveys: words } = useMessages();
  const { results, kind, code } = survey;
  if (!results) return null;
  if (results.hidden) return <Notice tone="info">{words.hidden}</Notice>;
  return (
    <div className={styles.columns}>
      <Stack>
        {kind !== "FORM" && <FigurePanel kind={kind} figure={results.figure} />}
        <RepliesPanel questions={results.questions} />
        <CommentsPanel code={code} questions={results.questions} />
      </Stack>
      <Stack>
        <AboutPanel survey={survey} />
        <GroupsPanel kind={kind} groups={results.groups} hidden={results.hiddenGroups} />
      </Stack>
    </div>
  );
}

function Lead({ survey }: { survey: Survey }) {
  const { surveys: words } = useMessages();
  return (
    <span className={styles.lead}>
      <Badge tone={survey.open ? "good" : "plain"} icon={survey.open ? "check" : "clock"}>
        {survey.open ? words.open : words.closed}
      </Badge>
      <code>{survey.code}</code>
      <Link to="/surveys">{words.back}</Link>
    </span>
  );
}

function Period({ days }: { days: string }) {
  const { surveys: words } = useMessages();
  const navigate = useNavigate({ from: "/surveys/$code" });
  return (
    <SelectField
      label={words.period}
      value={days}
      choices={DAYS.map((key: string) => ({ key, label: key === ALWAYS ? words.always : words.lastDays(key) }))}
      onChange={(key) => void navigate({ search: { days: key === ALWAYS ? undefined : key } })}
    />
  );
}

function AboutPanel({ survey }: { survey: Survey }) {
  const { surveys: words } = useMessages();
  const format = useFormat();
  const { kind, trigger, opens, closes, offered, answered, anonymous } = survey;
  return (
    <Panel title={words.about}>
      <Facts
        facts={[
          [words.columns.kind, words.kinds[kind] ?? kind],
          [words.columns.trigger, words.triggers[trigger] ?? trigger],
          [words.opens, opens && format.day(opens)],
          [words.closes, closes && format.day(closes)],
          [words.columns.offered, format.number(offered)],
          [words.columns.answered, format.number(answered)],
          [words.columns.rate, offered > 0 ? format.percent(answered / offered) : null],
        ]}
      />
      {anonymous && <p className={styles.soft}>{words.anonymousText}</p>}
    </Panel>
  );
}
