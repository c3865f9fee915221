import { Facts, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import type { MemberRecord } from "./RecordTab.js";

type Lifecycle = NonNullable<MemberRecord["lifecycle"]>;

/** The word for a value; of a later release the value itself. */
const named = (words: Record<string, string>, value: string) => words[value] ?? value;

/** How far the member has come, how active they are, and when they took their first steps. */
export function LifecyclePanel({ lifecycle }: { lifecycle: Lifecycle }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.lifecycle;
  const since = (word: string, at: string) => words.since(word, format.dateTime(at));
  const steps = lifecycle.activation.map(({ step, takenOn, dueOn }): [string, string] => [
    named(words.steps, step),
    takenOn ? (takenOn <= dueOn ? words.taken : words.late)(format.day(takenOn)) : words.open(format.day(dueOn)),
  ]);
  return (
    <Panel title={words.title}>
      <Facts
        facts={[
          [words.stage, since(named(words.stages, lifecycle.stage), lifecycle.stageSince)],
          [words.level, since(named(words.levels, lifecycle.level), lifecycle.levelSince)],
          ...steps,
        ]}
      />
    </Panel>
  );
}
