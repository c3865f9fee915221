import { useState } from "preact/hooks";

import { StatementPageDocument, ViewerDocument, type StatementPageQuery } from "../generated/documents.js";
import { useAsk, useStatementFile } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Select } from "../parts/Field.js";
import { Empty, Loaded, Notice, Page, Panel, useSaid } from "../parts/Page.js";
import { monthsUntil } from "./months.js";
import styles from "./Statements.module.css";

type Statement = NonNullable<NonNullable<StatementPageQuery["me"]>["statement"]>;

const MONTHS = 24;

/** A month of points: what there was, what came and went, what there is; and the same as a file. */
export function StatementsPage() {
  const { statements } = useMessages();
  const format = useFormat();
  const timeZone = useAsk(ViewerDocument, {}).data?.viewer?.timeZone ?? undefined;
  const [now] = useState(() => new Date());
  const [chosen, setChosen] = useState("");
  const months = monthsUntil(now, MONTHS, timeZone);
  const month = chosen || (months[0] ?? "");
  const asked = useAsk(StatementPageDocument, { month });
  return (
    <Page title={statements.title} back="/points">
      <Select label={statements.month} value={month} options={months.map((each) => [each, format.month(each)] as const)} onChange={setChosen} />
      <Loaded asked={asked}>{({ me }) => me?.statement && <Month statement={me.statement} />}</Loaded>
      <File key={month} month={month} />
    </Page>
  );
}

function Month({ statement: { opening, closing, lines } }: { statement: Statement }) {
  const { statements } = useMessages();
  const format = useFormat();
  return (
    <Panel>
      <dl class={styles["sums"]}>
        <div>
          <dt>{statements.opening}</dt>
          <dd>{format.number(opening)}</dd>
        </div>
        {lines.map(({ kind, amount, count }) => (
          <div key={kind}>
            <dt>
              {statements.kinds[kind] ?? kind} <small>{statements.times(format.number(count))}</small>
            </dt>
            <dd>{format.signed(amount)}</dd>
          </div>
        ))}
        <div>
          <dt>{statements.closing}</dt>
          <dd>
            <strong>{format.number(closing)}</strong>
          </dd>
        </div>
      </dl>
      {lines.length === 0 && <Empty>{statements.none}</Empty>}
    </Panel>
  );
}

/** Web views of chat apps save no files, so their members are told where to go. */
const savesNothing = /MicroMessenger/i.test(navigator.userAgent);

function File({ month }: { month: string }) {
  const { statements } = useMessages();
  const said = useSaid();
  const { fetchFile, isPending, error } = useStatementFile();
  return (
    <>
      {error && <Notice tone="bad">{said(error)}</Notice>}
      <Button wide look="soft" isPending={isPending} onPress={() => void fetchFile(month)}>
        {statements.pdf}
      </Button>
      {savesNothing && <p class={styles["words"]}>{statements.inBrowser}</p>}
    </>
  );
}
