import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import styles from "./Field.module.css";

interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** The control, which gets the id of the label. */
  children: (id: string) => ComponentChildren;
}

/** A control under its label. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div class={styles["field"]}>
      <label for={id}>{label}</label>
      {children(id)}
      {hint && <small>{hint}</small>}
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}

export function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} class={styles["control"]} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map(([each, text]) => (
            <option key={each} value={each} selected={each === value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface TextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  lines?: number;
  type?: "text" | "time";
  numeric?: boolean;
  required?: boolean;
  maxLength?: number;
  autoComplete?: string;
}

export function Text({ label, value, onChange, hint, lines, type = "text", numeric, ...rest }: TextProps) {
  // Preact's types know each kind of input by a literal.
  const kind = type === "time" ? ({ type: "time" } as const) : ({ type: "text" } as const);
  return (
    <Field label={label} hint={hint}>
      {(id) =>
        lines ? (
          <textarea id={id} class={styles["control"]} rows={lines} value={value} onInput={(event) => onChange(event.currentTarget.value)} {...rest} />
        ) : (
          <input
            id={id}
            class={styles["control"]}
            {...kind}
            inputMode={numeric ? "numeric" : undefined}
            value={value}
            onInput={(event) => onChange(event.currentTarget.value)}
            {...rest}
          />
        )
      }
    </Field>
  );
}

interface SwitchProps {
  label: ComponentChildren;
  /** Where the words on the screen do not say enough. */
  name?: string;
  on: boolean;
  isPending?: boolean;
  onChange: (on: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, name, on, isPending, onChange }: SwitchProps) {
  return (
    <label class={styles["switch"]}>
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        aria-label={name}
        checked={on}
        aria-busy={isPending || undefined}
        onClick={(event) => {
          // The service says what holds; until then it stays as it is.
          event.preventDefault();
          if (!isPending) onChange(!on);
        }}
      />
    </label>
  );
}
