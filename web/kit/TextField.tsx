import type { ReactNode } from "react";
import { FieldError, Input, Label, Text, TextArea, TextField as AriaTextField } from "react-aria-components";

import styles from "./Field.module.css";

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  name?: string;
  type?: "text" | "password" | "search" | "date";
  inputMode?: "text" | "numeric" | "search";
  placeholder?: string;
  hint?: ReactNode;
  /** Why what is written cannot be sent; empty when it can. */
  error?: string | undefined;
  isRequired?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
  maxLength?: number;
  lines?: boolean;
  big?: boolean;
  hideLabel?: boolean;
  onKeyDown?: (event: { key: string; metaKey: boolean; ctrlKey: boolean; preventDefault(): void }) => void;
}

/** One line of text, or several. */
export function TextField({ label, placeholder, hint, error, lines, big, hideLabel, inputMode, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={`${styles.field} ${big ? styles.big : ""}`}>
      <Label className={hideLabel ? "visually-hidden" : (styles.label ?? "")}>{label}</Label>
      {lines ? (
        <TextArea className={`${styles.input} ${styles.area}`} placeholder={placeholder} />
      ) : (
        <Input
          className={styles.input ?? ""}
          placeholder={placeholder}
          inputMode={inputMode}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
      {hint && (
        <Text slot="description" className={styles.hint ?? ""}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error ?? ""}>{error}</FieldError>
    </AriaTextField>
  );
}
