import { Button, Empty, Panel, Segments, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { InsightContentsDocument, type ContentSubject, type InsightContentsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf, shifted } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Insight.module.css";

type Told = NonNullable<InsightContentsQuery["contentFigures"]>;
type Figure = Told["figures"][number];

const ABOUT = ["CONTENT", "SERIES"] as const satisfies readonly ContentSubject[];
/** Days of the list, and of the weeks of one: whole weeks, at most 92 days. */
const DAYS = 28;
const WEEKS_DAYS = 84;
const COUNTS = { CONTENT: ["liked", "collected", "shared"], SERIES: ["liked", "collected", "inCart", "ordered"] } as const;

/** What members read, liked and collected, and how many of all did more than look. */
export function ContentsPanel() {
  const { insight } = useMessages();
  const words = insight.contents;
  const [about, setAbout] = useState<(typeof ABOUT)[number]>("CONTENT");
  const [code, setCode] = useState("");
  const choose = (next: (typeof ABOUT)[number]) => {
    setAbout(next);
    setCode("");
  };
  return (
    <Panel title={words.title}>
      <div className={styles.controls}>
        <Segments label={words.about} value={about} onChange={choose} choices={ABOUT.map((key) => ({ key, label: words.subjects[key] }))} />
        {code && <Button onPress={() => setCode("")}>{words.back}</Button>}
      </div>
      <Figures about={about} code={code} onChoose={setCode} />
    </Panel>
  );
}

function Figures({ about, code, onChoose }: { about: (typeof ABOUT)[number]; code: string; onChoose: (code: string) => void }) {
  const { insight } = useMessages();
  const words = insight.contents;
  const format = useFormat();
  const { timeZone } = useSignedIn();
  const untilDay = shifted(dayOf(new Date(useNow(60_000)), timeZone), -1);
  const fromDay = shifted(untilDay, 1 - (code ? WEEKS_DAYS : DAYS));
  const asked = useAsk(InsightContentsDocument, { about, code: code || null, fromDay, untilDay }, { keep: true });
  const columns = columnsOf(about, words, format, (figure) =>
    code ? (
      words.week(format.shortDay(figure.weekDay ?? untilDay))
    ) : (
      <Button look="quiet" onPress={() => onChoose(figure.code)}>
        {figure.code}
      </Button>
    ),
  );
  return (
    <Answered asked={asked} loading={<Lines count={4} />}>
      {({ contentFigures }) =>
        contentFigures?.figures.length ? (
          <>
            <Table
              label={code ? words.weeksOf(code) : words.title}
              columns={columns}
              rows={contentFigures.figures}
              keyOf={(figure) => `${figure.code}/${figure.weekDay ?? ""}`}
            />
            <p className={styles.foot}>{words.defined(format.number(contentFigures.members))}</p>
          </>
        ) : (
          <Empty icon="insight" title={words.none}>
            {words.noneText}
          </Empty>
        )
      }
    </Answered>
  );
}

function columnsOf(
  about: (typeof ABOUT)[number],
  words: ReturnType<typeof useMessages>["insight"]["contents"],
  format: ReturnType<typeof useFormat>,
  first: (figure: Figure) => React.ReactNode,
): readonly Column<Figure>[] {
  const rate = (of: { value: number } | null) => (of ? format.percent(of.value) : words.nothing);
  const end = { end: true, named: true } as const;
  return [
    { key: "code", name: words.columns.code, cell: first },
    { key: "viewers", name: words.columns.viewers, ...end, cell: ({ viewers }) => format.number(viewers) },
    ...(about === "CONTENT"
      ? [
          { key: "readPart", name: words.columns.readPart, ...end, cell: (each: Figure) => rate(each.readPart) },
          { key: "readThrough", name: words.columns.readThrough, ...end, cell: (each: Figure) => rate(each.readThrough) },
        ]
      : []),
    ...COUNTS[about].map((key) => ({ key, name: words.columns[key], ...end, cell: (each: Figure) => format.number(each[key]) })),
    { key: "rate", name: words.columns.rate, ...end, cell: (each) => rate(each.interactionRate) },
  ];
}
