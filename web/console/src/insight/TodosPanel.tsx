import { Badge, Button, Dialog, Empty, Panel, Segments, TextField, toast, type Tone } from "@tessera/kit";
import { useState } from "react";

import { InsightTodosDocument, MoveMetricTodoDocument, type TodoRowFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, More, WishProblem } from "../parts/Page.js";
import styles from "./Insight.module.css";

const SHOWN = 20;
const SHOWN_MAX = 100;
const WORDS_MAX = 500;
const TONES: Record<string, Tone> = { OPEN: "warn", TAKEN: "info", DONE: "good", DROPPED: "plain" };
const SHOW = ["OPEN", "ALL"] as const;
type Move = "OPEN" | "TAKEN" | "DONE" | "DROPPED";

/** What operators are to do about figures, as thresholds of the programme opened it. */
export function TodosPanel() {
  const { insight } = useMessages();
  const words = insight.todos;
  const [show, setShow] = useState<(typeof SHOW)[number]>("OPEN");
  const [first, setFirst] = useState(SHOWN);
  const asked = useAsk(InsightTodosDocument, { first, openOnly: show === "OPEN" }, { keep: true });
  return (
    <Panel title={words.title}>
      <Segments label={words.show} value={show} onChange={setShow} choices={SHOW.map((key) => ({ key, label: words.shows[key] }))} />
      <Answered asked={asked} loading={<Lines count={2} />}>
        {({ metricTodos }) =>
          metricTodos?.edges.length ? (
            <>
              <ul className={styles.alarms}>
                {metricTodos.edges.map(({ node }) => (
                  <li key={node.id}>
                    <Todo todo={node} />
                  </li>
                ))}
              </ul>
              {metricTodos.pageInfo.hasNextPage && first < SHOWN_MAX && (
                <More isPending={asked.isFetching} onPress={() => setFirst(SHOWN_MAX)} />
              )}
            </>
          ) : (
            <Empty icon="check" title={words.none}>
              {words.noneText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

function Todo({ todo }: { todo: TodoRowFragment }) {
  const { insight } = useMessages();
  const words = insight.todos;
  const format = useFormat();
  const { may } = useSignedIn();
  const [giving, setGiving] = useState<"OPEN" | "DROPPED" | null>(null);
  const wish = useWish(MoveMetricTodoDocument, "todo");
  const move = (state: Move) => void wish.run({ todoId: todo.id, state, words: null }).catch(() => undefined);
  const last = todo.notes.at(-1);
  const goesOn = todo.state === "OPEN" || todo.state === "TAKEN";
  return (
    <div className={styles.alarm}>
      <div>
        <strong>{todo.title}</strong>
        <p className={styles.soft}>
          {words.because(todo.metric.name, format.shortDay(todo.day))} <code>{todo.threshold}</code>
          {goesOn && ` · ${words.due(format.dateTime(todo.dueAt))}`}
        </p>
        {last?.words && <p className={styles.soft}>{insight.note(last.by, last.words)}</p>}
        <WishProblem said={wish.said} error={wish.error} />
      </div>
      <div className={styles.controls}>
        <Badge tone={todo.late ? "bad" : (TONES[todo.state] ?? "plain")}>
          {todo.late ? words.late : ((words.states as Record<string, string>)[todo.state] ?? todo.state)}
          {todo.owner && ` · ${todo.owner}`}
        </Badge>
        {may("insight:write") && (
          <>
            {todo.state === "OPEN" && <Button onPress={() => move("TAKEN")} isPending={wish.isPending}>{words.take}</Button>}
            {goesOn && <Button onPress={() => move("DONE")} isPending={wish.isPending}>{words.finish}</Button>}
            {goesOn && <Button look="quiet" onPress={() => setGiving("DROPPED")}>{words.drop}</Button>}
            {todo.state !== "OPEN" && <Button look="quiet" onPress={() => setGiving("OPEN")}>{words.again}</Button>}
          </>
        )}
      </div>
      {giving && <WhyDialog todo={todo} state={giving} onClose={() => setGiving(null)} />}
    </div>
  );
}

/** Who drops a to-do, or opens it again, says why. */
function WhyDialog({ todo, state, onClose }: { todo: TodoRowFragment; state: "OPEN" | "DROPPED"; onClose: () => void }) {
  const { app, insight } = useMessages();
  const words = insight.todos;
  const [said, setSaid] = useState("");
  const wish = useWish(MoveMetricTodoDocument, "todo");
  const move = async () => {
    if (!said.trim() || wish.isPending) return;
    const outcome = await wish.run({ todoId: todo.id, state, words: said }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.moved);
    onClose();
  };
  return (
    <Dialog isOpen stays title={state === "OPEN" ? words.again : words.drop} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void move();
        }}
      >
        <TextField autoFocus label={insight.words} hint={insight.wordsHint} value={said} onChange={setSaid} maxLength={WORDS_MAX} lines />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending} isDisabled={!said.trim()}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
