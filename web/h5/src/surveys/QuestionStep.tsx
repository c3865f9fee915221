import { useEffect, useRef } from "preact/hooks";

import { useMessages } from "../lib/messages.js";
import styles from "./Surveys.module.css";
import type { Question, Reply } from "./steps.js";

interface Props {
  question: Question;
  reply: Reply | undefined;
  onSay: (reply: Reply) => void;
}

/** One question, with what its kind asks for. */
export function QuestionStep({ question, reply, onSay }: Props) {
  const { surveys: words } = useMessages();
  const legend = useRef<HTMLLegendElement>(null);
  // A new question takes the focus, so that it is read aloud.
  useEffect(() => legend.current?.focus({ preventScroll: true }), []);
  return (
    <fieldset class={styles["question"]}>
      <legend ref={legend} tabIndex={-1}>
        {question.text}
        {!question.required && <small> {words.optional}</small>}
      </legend>
      {question.highest !== null ? (
        <Numbers question={question} reply={reply} onSay={onSay} />
      ) : question.kind === "TEXT" ? (
        <textarea
          class={styles["text"]}
          rows={4}
          aria-label={question.text}
          maxLength={question.charactersMax ?? undefined}
          value={reply?.text ?? ""}
          onInput={(event) => onSay({ question: question.code, text: event.currentTarget.value })}
        />
      ) : (
        <Options question={question} reply={reply} onSay={onSay} />
      )}
    </fieldset>
  );
}

function Numbers({ question: { code, lowest, highest }, reply, onSay }: Props) {
  const { surveys: words } = useMessages();
  const least = lowest ?? 0;
  const numbers = Array.from({ length: (highest ?? 0) - least + 1 }, (_, n) => least + n);
  return (
    <>
      <div class={styles["numbers"]}>
        {numbers.map((number) => (
          <label key={number}>
            <input type="radio" name={code} value={number} checked={reply?.number === number} onChange={() => onSay({ question: code, number })} />
            <span>{number}</span>
          </label>
        ))}
      </div>
      <p class={styles["ends"]} aria-hidden="true">
        <span>{words.least}</span>
        <span>{words.most}</span>
      </p>
    </>
  );
}

function Options({ question: { code, kind, options }, reply, onSay }: Props) {
  const chosen = reply?.options ?? [];
  const one = kind === "CHOICE";
  const press = (option: string) => {
    const others = chosen.filter((each) => each !== option);
    onSay({ question: code, options: one ? [option] : others.length < chosen.length ? others : [...chosen, option] });
  };
  return (
    <div class={styles["options"]}>
      {options.map((option) => (
        <label key={option.code}>
          <input type={one ? "radio" : "checkbox"} name={code} checked={chosen.includes(option.code)} onChange={() => press(option.code)} />
          <span>{option.name}</span>
        </label>
      ))}
    </div>
  );
}
