import { TextField } from "@tessera/kit";
import { createContext, Fragment, use, useState, type ReactNode } from "react";

import { FORM_WORDS, type FormWords } from "../lib/formWords.js";
import { fraction, minorUnits } from "../lib/money.js";
import { usePreferences } from "../lib/preferences.js";
import styles from "./Form.module.css";
import type { Path, ProgrammeFile, Value } from "./programmeFile.js";
import type { Named } from "./programmeValues.js";

export interface Form {
  file: ProgrammeFile;
  /** Draft the text; undefined changes nothing. */
  write: (text: string | undefined) => void;
  isReadOnly: boolean;
  /** What the services find wrong, by the key of the value. */
  faults: ReadonlyMap<string, string>;
}

export const FormContext = createContext<Form | null>(null);

const LANGUAGES = ["zh", "en"] as const;
const NAME_MAX = 500;

export function useForm(): Form {
  const form = use(FormContext);
  if (!form) throw new Error("there is no FormContext around this");
  return form;
}

export function useFormWords(): FormWords {
  return FORM_WORDS[usePreferences().language];
}

/** A text of the programme in the language of the person who looks at it. */
export function useNamed(): (name: { zh?: string; en?: string } | undefined, code: string) => string {
  const { language } = usePreferences();
  return (name, code) => name?.[language] ?? name?.zh ?? name?.en ?? code;
}

/** As the services name a value: `earning.rules[2].award.points`. */
export function keyOf(path: Path): string {
  return path.map((part, n) => (typeof part === "number" ? `[${part}]` : n ? `.${part}` : part)).join("");
}

/** A value within a sentence or a table: it is written into the file as soon as it is whole. */
function Slot({
  path,
  label,
  shown,
  read,
  width,
  type,
}: {
  path: Path;
  label: string;
  /** The value as it is written by a person; "" where the file has none. */
  shown: string;
  /** What is written into the file; undefined while it is not whole. */
  read: (typed: string) => Value | undefined;
  width: number;
  type?: "date" | "text";
}) {
  const { file, write, isReadOnly, faults } = useForm();
  const [typed, setTyped] = useState<string>();
  const key = keyOf(path);
  const isUnread = typed !== undefined && read(typed) === undefined;
  const change = (next: string) => {
    const value = read(next);
    setTyped(next);
    if (value !== undefined && next !== shown) write(file.with(path, value));
  };
  return (
    <span className={styles.slot} style={{ width: `${width}ch` }} data-key={key} title={faults.get(key)}>
      <TextField
        label={label}
        hideLabel
        value={typed ?? shown}
        onChange={change}
        onBlur={() => setTyped(undefined)}
        isDisabled={isReadOnly}
        error={isUnread || faults.has(key) ? " " : undefined}
        {...(type ? { type, maxLength: NAME_MAX } : { inputMode: "numeric" as const, placeholder: "–" })}
      />
    </span>
  );
}

/** The name in both languages, to be written; without it the first that is written is that of both. */
export function NameSlots({ path, name, code }: { path: Path; name: Named | undefined; code: string }) {
  const words = useFormWords();
  const named = useNamed();
  const { isReadOnly } = useForm();
  if (isReadOnly) return <b>{named(name, code)}</b>;
  const slots = LANGUAGES.map((language) => {
    const shown = name?.[language] ?? "";
    return (
      <Slot
        key={language}
        path={[...path, "name", ...(name ? [language] : [])]}
        label={`${code} ${words.name[language]}`}
        shown={shown}
        read={(typed) => (typed.trim() ? (name ? typed : { zh: typed, en: typed }) : undefined)}
        // A Chinese character is as wide as two others.
        width={Math.min(30, Math.max(8, shown.length * (language === "zh" ? 2 : 1))) + 4}
        type="text"
      />
    );
  });
  return <span className={styles.names}>{slots}</span>;
}

/** A whole number, 0 or more. A sum of money is written in its unit, such as yuan, and kept in the file in fen. */
export function NumberSlot({
  path,
  label,
  value,
  digits = 0,
}: {
  path: Path;
  label: string;
  value: number | undefined;
  /** Of the currency, for a sum of money in its minor units. */
  digits?: number;
}) {
  // A key without a value yet is null.
  const shown = typeof value === "number" ? fraction(value, digits) : "";
  return (
    <Slot
      path={path}
      label={label}
      shown={shown}
      read={(typed) => minorUnits(typed, digits)}
      width={Math.max(4, shown.length) + 4}
    />
  );
}

export function DateSlot({ path, label, value }: { path: Path; label: string; value: string }) {
  return <Slot path={path} label={label} shown={value} read={(typed) => typed || undefined} width={18} type="date" />;
}

/** A sentence with what stands in its braces. */
export function Sentence({ words, slots }: { words: string; slots: Readonly<Record<string, ReactNode>> }) {
  const parts = words.split(/\{(\w+)\}/);
  return <>{parts.map((part, n) => <Fragment key={n}>{n % 2 ? slots[part] : part}</Fragment>)}</>;
}
