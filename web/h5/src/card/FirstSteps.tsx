import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import styles from "./Card.module.css";
import type { Step } from "./stepsToShow.js";

/** What a new member did first, and what comes next. */
export function FirstSteps({ steps }: { steps: readonly Step[] }) {
  const { card } = useMessages();
  const format = useFormat();
  const words = card.firstSteps;
  const next = steps.find(({ takenOn }) => !takenOn);
  return (
    <section class={styles["steps"]} aria-labelledby="first-steps">
      <h2 id="first-steps">{words.title}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step.step} aria-current={step === next ? "step" : undefined}>
            {step.takenOn ? <Icon name="check" size={16} /> : <span class={styles["open"]} aria-hidden="true" />}
            <span>
              {words.names[step.step] ?? step.step}
              {step.takenOn && <small>{words.taken(format.shortDay(step.takenOn))}</small>}
              {step === next && <small>{words.until(format.shortDay(step.dueOn))}</small>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
