import { useState } from "preact/hooks";

import { ContinueFeedbackDocument, type ItemPageFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Text } from "../parts/Field.js";
import { Said } from "../parts/Said.js";
import styles from "./Feedback.module.css";

type Item = ItemPageFragment["edges"][number]["node"];

const TEXT_MAX = 4_000;

/** What the team and the member said to each other behind the first words. */
export function Talk({ timeline }: { timeline: Item["timeline"] }) {
  const { feedback } = useMessages();
  const format = useFormat();
  const turns = timeline.filter(({ message, said }) => message || said);
  if (turns.length === 0) return null;
  return (
    <ol class={styles["answers"]} aria-label={feedback.what}>
      {turns.map(({ at, message, said }, n) => (
        <li key={n}>
          {said && (
            <p>
              <strong>{feedback.you}</strong> {said}
            </p>
          )}
          {message && <p>{message}</p>}
          <small>{format.dateTime(at)}</small>
        </li>
      ))}
    </ol>
  );
}

/** Further words of the member; open at once where the team waits for them. */
export function GoOn({ id, isAwaited }: { id: string; isAwaited: boolean }) {
  const { feedback } = useMessages();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const wish = useWish(ContinueFeedbackDocument, "continue");
  const send = async () => {
    const came = await wish.run({ feedbackId: id, text: text.trim(), reopens: false });
    // Words that were not taken stay, to be sent again.
    if (!("done" in came)) return;
    setText("");
    setOpen(false);
  };
  if (!isOpen && !isAwaited) {
    return (
      <Button look="quiet" onPress={() => setOpen(true)}>
        {feedback.goOn}
      </Button>
    );
  }
  return (
    <form
      class={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && !wish.isPending) void send();
      }}
    >
      <Text label={isAwaited ? feedback.answer : feedback.goOn} lines={2} value={text} required maxLength={TEXT_MAX} onChange={setText} />
      <Said outcome={wish.outcome} />
      <Button type="submit" look="soft" isPending={wish.isPending}>
        {feedback.sendMore}
      </Button>
    </form>
  );
}
