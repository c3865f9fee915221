import { Badge, Button, Facts, Panel, type IconName, type Tone } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Failure } from "../parts/Page.js";
import styles from "./Books.module.css";
import { useVerifying, type Verified } from "./verifying.js";

const LIGHTS: Record<string, [Tone, IconName]> = {
  GREEN: ["good", "check"],
  YELLOW: ["warn", "clock"],
  RED: ["bad", "alert"],
};

/** The ledger checked from the first entry to the last, as a traffic light. */
export function VerifyPanel() {
  const { books } = useMessages();
  const words = books.verify;
  const { verified, error, isRunning, start, stop } = useVerifying();
  return (
    <Panel
      title={words.title}
      actions={
        isRunning ? (
          <Button onPress={stop}>{words.stop}</Button>
        ) : (
          <Button look={verified ? "plain" : "primary"} icon="play" onPress={() => void start()}>
            {verified ? words.again : words.start}
          </Button>
        )
      }
    >
      {error ? (
        <Failure error={error} onRetry={() => void start()} />
      ) : verified ? (
        <Light verified={verified} isRunning={isRunning} />
      ) : (
        <p className={styles.hint}>{isRunning ? words.running : words.lead}</p>
      )}
    </Panel>
  );
}

function Light({ verified, isRunning }: { verified: Verified; isRunning: boolean }) {
  const { books } = useMessages();
  const format = useFormat();
  const words = books.verify;
  const [tone, icon] = LIGHTS[verified.colour] ?? ["plain", "info"];
  const colours: Record<string, string> = words.colours;
  const [first, ...others] = verified.problems;
  return (
    <div className={styles.light} aria-live="polite">
      <p className={styles.result}>
        <Badge tone={tone} icon={icon}>
          {colours[verified.colour] ?? verified.colour}
        </Badge>
        <span>{isRunning ? words.running : verified.isWhole ? words.whole : words.part}</span>
      </p>
      {first && (
        <div className={styles.problem} role="alert">
          <strong>{words.first}</strong>
          <Facts
            facts={[
              [words.check, <code key="check">{first.check}</code>],
              [words.where, <code key="where">{first.where}</code>],
              [words.detail, first.detail],
            ]}
          />
          {others.length > 0 && (
            <details>
              <summary>{words.more(format.number(others.length))}</summary>
              <ul className={styles.others}>
                {others.map((problem, n) => (
                  <li key={n}>
                    <code>{problem.check}</code> <code>{problem.where}</code> {problem.detail}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      <Facts
        facts={[
          ...verified.counts.map(({ name, count }) => [words.counts[name] ?? name, format.number(count)] as const),
          ...verified.backlogSeconds.map(
            ({ name, count }) => [words.backlog(words.services[name] ?? name), words.seconds(format.number(count))] as const,
          ),
        ]}
      />
    </div>
  );
}
