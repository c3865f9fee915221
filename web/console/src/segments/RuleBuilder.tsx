import { Button, IconButton, SelectField } from "@tessera/kit";
import { useEffect, useRef, useState } from "react";

import type { ConditionWords } from "../lib/conditionWords.js";
import { BuilderContext, groupAt, lineAt, useBuilder, type Builder } from "./builder.js";
import styles from "./Builder.module.css";
import { begun } from "./choices.js";
import { Condition, written } from "./condition.js";
import { DEPTH_MAX, type Facts, type Group, type Joint, type Part, type Way } from "./conditionTree.js";
import { ConditionLine, OtherLine } from "./ConditionLine.js";

const FIRST = "stats.orders_30d";

/** A condition as sentences in groups. It and the text beside it are one draft. */
export function RuleBuilder(builder: Omit<Builder, "write"> & { onWrite: (text: string) => void }) {
  const { condition, words, onWrite } = builder;
  const place = useRef<HTMLDivElement>(null);
  const next = useRef<string>(undefined);
  const write = (text: string | undefined, focus?: string) => {
    next.current = focus;
    if (text !== undefined) onWrite(text);
  };
  useEffect(() => {
    if (!next.current) return;
    // What was removed cannot keep the keyboard: it goes on at the head of all.
    const at = next.current === "start" ? place.current : document.getElementById(next.current);
    at?.querySelector<HTMLElement>("button:not([aria-hidden])")?.focus();
    next.current = undefined;
  }, [condition]);
  return (
    <BuilderContext value={{ ...builder, write }}>
      <div ref={place} role="group" aria-label={words.builder}>
        <GroupLines group={condition.root} way={[]} />
      </div>
    </BuilderContext>
  );
}

type How = keyof ConditionWords["joints"];

const HOW: Readonly<Record<How, { joint: Joint; isNegated: boolean }>> = {
  all: { joint: "all", isNegated: false },
  any: { joint: "any", isNegated: false },
  notAll: { joint: "all", isNegated: true },
  none: { joint: "any", isNegated: true },
};

function GroupLines({ group, way, beside }: { group: Group; way: Way; beside?: Joint }) {
  const { condition, facts, declared, words, write } = useBuilder();
  // A group of one means the same either way: which is meant is remembered for the second.
  const [meant, setMeant] = useState<Joint>(beside === "all" ? "any" : "all");
  const joint = group.joint ?? meant;
  const how = (Object.keys(HOW) as How[]).find((key) => HOW[key].joint === joint && HOW[key].isNegated === group.isNegated) ?? "all";
  const isDeepest = way.length + 1 >= DEPTH_MAX;
  const add = (isGroup: boolean) => {
    const line = written(begun(facts.has(FIRST) ? FIRST : [...facts.keys()][0] ?? FIRST, facts, declared.choices));
    const to = [...way, group.parts.length];
    write(condition.withAdded(way, isGroup ? `(${line})` : line, joint), isGroup ? groupAt(to) : lineAt(to));
  };
  return (
    <div id={groupAt(way)} role="group" aria-label={words.group(words.joints[how])} className={way.length ? styles.group : styles.root}>
      <div className={styles.line}>
        <SelectField
          label={words.joined}
          hideLabel
          value={how}
          choices={(Object.keys(HOW) as How[]).map((key) => ({ key, label: words.joints[key] }))}
          onChange={(key) => {
            setMeant(HOW[key].joint);
            write(joined(condition, way, HOW[key], facts));
          }}
        />
        {way.length > 0 && (
          <span className={styles.end}>
            <IconButton icon="close" label={words.removeGroup} onPress={() => write(condition.without(way), "start")} />
          </span>
        )}
      </div>
      {group.parts.length === 0 && <p className={styles.soft}>{words.empty}</p>}
      <ul className={styles.parts}>
        {group.parts.map((part, n) => (
          <li key={n}>
            <Shown part={part} way={[...way, n]} joint={joint} />
          </li>
        ))}
      </ul>
      <div className={styles.line}>
        <Button look="quiet" icon="plus" onPress={() => add(false)}>
          {words.addLine}
        </Button>
        {group.parts.length > 0 && (
          <Button look="quiet" icon="plus" isDisabled={isDeepest} onPress={() => add(true)}>
            {words.addGroup}
          </Button>
        )}
        {isDeepest && <span className={styles.soft}>{words.tooDeep}</span>}
      </div>
    </div>
  );
}

function Shown({ part, way, joint }: { part: Part; way: Way; joint: Joint }) {
  if (part.kind === "line") return <ConditionLine line={part} way={way} />;
  if (part.kind === "other") return <OtherLine other={part} way={way} />;
  return <GroupLines group={part} way={way} beside={joint} />;
}

/** The text with a group that holds so; undefined where it does already. */
export function joined(condition: Condition, way: Way, how: { joint: Joint; isNegated: boolean }, facts: Facts): string | undefined {
  const text = condition.withJoint(way, how.joint);
  const after = text === undefined ? condition : Condition.of(text, facts);
  return after?.withNegated(way, how.isNegated) ?? text;
}
