import { Button, Dialog, Facts, Panel, SelectField, toast } from "@tessera/kit";
import { useState } from "react";

import { CloseMonthDocument, type BooksQuery } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Books.module.css";
import { monthsUntil, shifted } from "../lib/months.js";

const MONTHS_MAX = 12;

/** The months that are closed, and the next one to close. */
export function ClosePanel({ closed, thisMonth }: { closed: BooksQuery["closedPeriod"]; thisMonth: string }) {
  const { app, books } = useMessages();
  const format = useFormat();
  const { may } = useSignedIn();
  const [closing, setClosing] = useState(false);
  const words = books.close;
  const open = monthsUntil(shifted(thisMonth, -1), MONTHS_MAX).filter((month) => !closed || month > closed.month);
  const mayClose = may("points:write");
  return (
    <Panel
      title={words.title}
      actions={
        open.length > 0 && (
          <Button
            isDisabled={!mayClose}
            {...(!mayClose && { "aria-label": `${words.do}: ${app.states.needs("points:write")}` })}
            onPress={() => setClosing(true)}
          >
            {words.do}
          </Button>
        )
      }
    >
      {closed ? (
        <Facts
          facts={[
            [words.until, format.month(closed.month)],
            [words.by, closed.closedBy],
            [words.at, format.dateTime(closed.closedAt)],
            [words.final, format.dateTime(closed.finalAt)],
          ]}
        />
      ) : (
        <p className={styles.hint}>{words.none}</p>
      )}
      {closing && <CloseDialog months={open} onClose={() => setClosing(false)} />}
    </Panel>
  );
}

function CloseDialog({ months, onClose }: { months: readonly string[]; onClose: () => void }) {
  const { app, books } = useMessages();
  const format = useFormat();
  const words = books.close;
  const [month, setMonth] = useState(months[0] ?? "");
  const wish = useWish(CloseMonthDocument, "close");
  const close = async () => {
    const outcome = await wish.run({ month }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done(format.month(outcome.done.closed?.month ?? month)));
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={words.dialog}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="danger" isPending={wish.isPending} onPress={() => void close()}>
            {wish.isPaused ? app.states.paused : words.confirm(format.month(month))}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
      <SelectField
        label={words.month}
        value={month}
        onChange={setMonth}
        choices={months.map((key) => ({ key, label: format.month(key) }))}
      />
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}
