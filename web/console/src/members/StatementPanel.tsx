import { Button, Facts, Panel, SelectField } from "@tessera/kit";
import { useState } from "react";

import { MemberMonthDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useStatementFile } from "../lib/apiFiles.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { monthOf, monthsUntil } from "../lib/months.js";
import { saveFile } from "../lib/saveFile.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

const MONTHS = 24;

/** A month of the member's points: opening and all that happened make the closing. */
export function StatementPanel({ id }: { id: string }) {
  const { members } = useMessages();
  const { session, timeZone } = useSignedIn();
  const file = useStatementFile(session, saveFile);
  const format = useFormat();
  const words = members.statement;
  const kinds: Record<string, string> = members.entries.kinds;
  const months = monthsUntil(monthOf(new Date(useNow()), timeZone), MONTHS);
  const [chosen, setChosen] = useState<string>();
  const month = chosen ?? months[0] ?? "";
  const asked = useAsk(MemberMonthDocument, { id, month }, { keep: true });
  return (
    <Panel
      title={words.title}
      actions={
        <span className={styles.monthActions}>
          <SelectField
            hideLabel
            label={words.month}
            value={month}
            onChange={setChosen}
            choices={months.map((key) => ({ key, label: format.month(key) }))}
          />
          <Button isPending={file.isPending} onPress={() => file.mutate({ month, memberId: id })}>
            {words.pdf}
          </Button>
        </span>
      }
    >
      <WishProblem said="" error={file.error} />
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ member }) =>
          member?.statement && (
            <Facts
              facts={[
                [words.opening, format.number(member.statement.opening)],
                ...member.statement.lines.map(
                  ({ kind, amount, count }) =>
                    [
                      kinds[kind] ?? kind,
                      <span key={kind}>
                        {format.signed(amount)} <small className={styles.hint}>{words.times(format.number(count))}</small>
                      </span>,
                    ] as const,
                ),
                [words.closing, <strong key="closing">{format.number(member.statement.closing)}</strong>],
              ]}
            />
          )
        }
      </Answered>
    </Panel>
  );
}
