import { IconButton, SelectField, TextField, type Choice } from "@tessera/kit";
import { useState } from "react";

import { fraction, minorUnits } from "../lib/money.js";
import { useBuilder } from "./builder.js";
import { isMoney } from "./choices.js";
import type { Said, Value } from "./conditionTree.js";
import styles from "./Builder.module.css";

/** The values of a line: one, or several for "is one of". */
export function ConditionValues({ said, name, isNumber, onChange }: { said: Said; name: string; isNumber: boolean; onChange: (values: Value[]) => void }) {
  const { words, declared } = useBuilder();
  const { values, compare, fact, key } = said;
  const choices = key === undefined ? declared.choices.get(fact) : undefined;
  const isMany = compare === "in" || compare === "outside";
  const put = (n: number, value: Value) => onChange(values.map((each, at) => (at === n ? value : each)));
  return (
    <>
      {values.map((value, n) => (
        <span key={n} className={styles.value}>
          <ValueField
            label={`${name} ${isMany ? words.valueOf(String(n + 1)) : words.value}`}
            value={value}
            choices={choices}
            digits={isNumber ? (isMoney(fact) ? declared.digits : 0) : undefined}
            onChange={(next) => put(n, next)}
          />
          {isMany && values.length > 1 && (
            <IconButton icon="close" label={words.removeValue(labelOf(value, choices))} onPress={() => onChange(values.filter((_, at) => at !== n))} />
          )}
        </span>
      ))}
      {isMoney(fact) && <span>{declared.currency}</span>}
      {isMany && (
        <IconButton
          icon="plus"
          label={`${name} ${words.addValue}`}
          onPress={() => onChange([...values, choices?.find(({ key: each }) => !values.includes(each))?.key ?? values.at(-1) ?? ""])}
        />
      )}
    </>
  );
}

const labelOf = (value: Value, choices: readonly Choice<string>[] | undefined) =>
  choices?.find(({ key }) => key === value)?.label ?? String(value);

/** A value: one of those that the fact may have, a text, or a whole number of so many `digits`. */
function ValueField({
  label,
  value,
  choices,
  digits,
  onChange,
}: {
  label: string;
  value: Value;
  choices: readonly Choice<string>[] | undefined;
  digits: number | undefined;
  onChange: (value: Value) => void;
}) {
  if (digits !== undefined) return <NumberField label={label} value={Number(value)} digits={digits} onChange={onChange} />;
  return <CodeField label={label} value={String(value)} choices={choices} onChange={onChange} />;
}

/** A text, or one of `choices`; another one that is written already is among them. */
export function CodeField({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: string;
  choices: readonly Choice<string>[] | undefined;
  onChange: (value: string) => void;
}) {
  if (!choices) return <TextField label={label} hideLabel value={value} onChange={onChange} maxLength={100} />;
  const all = choices.some(({ key }) => key === value) ? choices : [{ key: value, label: value || "–" }, ...choices];
  return <SelectField label={label} hideLabel value={value} choices={all} onChange={onChange} />;
}

/** It is written into the condition as soon as it is whole. */
function NumberField({ label, value, digits, onChange }: { label: string; value: number; digits: number; onChange: (value: number) => void }) {
  const [typed, setTyped] = useState<string>();
  const shown = fraction(value, digits);
  const change = (next: string) => {
    const units = numberOf(next, digits);
    setTyped(next);
    if (units !== undefined && units !== value) onChange(units);
  };
  return (
    <TextField
      label={label}
      hideLabel
      inputMode="numeric"
      value={typed ?? shown}
      onChange={change}
      onBlur={() => setTyped(undefined)}
      error={typed !== undefined && numberOf(typed, digits) === undefined ? " " : undefined}
    />
  );
}

function numberOf(typed: string, digits: number): number | undefined {
  const isBelow = typed.trim().startsWith("-");
  const units = minorUnits(isBelow ? typed.trim().slice(1) : typed, digits);
  return units === undefined ? undefined : isBelow && units ? -units : units;
}
