import { IconButton, SelectField } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { lineAt, useBuilder } from "./builder.js";
import styles from "./Builder.module.css";
import { begun, kindOf, type Kind } from "./choices.js";
import type { Compare, Line, Other, Said, Way } from "./conditionTree.js";
import { CodeField, ConditionValues } from "./ConditionValues.js";

/** A line as a sentence: fact, comparison, value. */
export function ConditionLine({ line, way }: { line: Line; way: Way }) {
  const { condition, facts, declared, words, write } = useBuilder();
  const type = facts.get(line.fact) ?? "string";
  const kind = kindOf(type);
  const name = words.facts[line.fact] ?? line.fact;
  const put = (said: Said) => write(condition.with(way, said));
  const { fact, key, compare, values } = line;
  const said: Said = { fact, ...(key !== undefined && { key }), compare, values };
  return (
    <div id={lineAt(way)} className={styles.line}>
      <SelectField
        label={words.fact}
        hideLabel
        value={fact}
        choices={[...facts.keys()].map((each) => ({ key: each, label: words.facts[each] ?? each }))}
        onChange={(next) => put(begun(next, facts, declared.choices))}
      />
      {key !== undefined && (
        <span className={styles.value}>
          <CodeField label={`${name} ${words.key}`} value={key} choices={declared.choices.get(fact)} onChange={(next) => put({ ...said, key: next })} />
        </span>
      )}
      <SelectField
        label={`${name} ${words.comparison}`}
        hideLabel
        value={compare}
        choices={Object.entries(words.compare[kind]).map(([each, label]) => ({ key: each as Compare, label }))}
        onChange={(next) => put(comparedBy(said, next, kind))}
      />
      <ConditionValues said={said} name={name} isNumber={kind === "number"} onChange={(next) => put({ ...said, values: next })} />
      <End part={line} way={way} name={name} />
    </div>
  );
}

/** The same by another comparison, which takes one value of several. */
function comparedBy(said: Said, compare: Compare, kind: Kind): Said {
  if (kind === "truth") return { ...said, compare, values: [] };
  return { ...said, compare, values: compare === "in" || compare === "outside" ? said.values : said.values.slice(0, 1) };
}

/** A part that stays text. */
export function OtherLine({ other, way }: { other: Other; way: Way }) {
  const { condition, words } = useBuilder();
  const text = condition.text.slice(other.start, other.end);
  return (
    <div id={lineAt(way)} className={styles.line}>
      <code className={styles.other}>{text}</code>
      <span className={styles.soft}>{words.other}</span>
      <End part={other} way={way} name={text.length > 24 ? `${text.slice(0, 24)}…` : text} />
    </div>
  );
}

/** How many members it holds for, and the way to remove it. */
function End({ part, way, name }: { part: Line | Other; way: Way; name: string }) {
  const { condition, counts, words, write } = useBuilder();
  const format = useFormat();
  const count = counts.get(condition.text.slice(part.start, part.end));
  return (
    <span className={styles.end}>
      {count !== undefined && <span className={styles.soft}>{words.count(format.number(count))}</span>}
      <IconButton icon="close" label={words.remove(name)} onPress={() => write(condition.without(way), "start")} />
    </span>
  );
}
