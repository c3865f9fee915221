import type { ComponentChildren } from "preact";

import styles from "./Button.module.css";

interface Props {
  children: ComponentChildren;
  look?: "main" | "soft" | "quiet";
  type?: "button" | "submit";
  label?: string;
  isPending?: boolean;
  disabled?: boolean;
  wide?: boolean;
  onPress?: () => void;
}

/** A button of 44 px and more. While it is pending, another press does nothing. */
export function Button({ children, look = "main", type = "button", label, isPending, disabled, wide, onPress }: Props) {
  return (
    <button
      type={type}
      class={styles["button"]}
      data-look={look}
      data-wide={wide || undefined}
      aria-label={label}
      aria-busy={isPending || undefined}
      aria-disabled={isPending || undefined}
      disabled={disabled}
      onClick={(event) => {
        if (isPending) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}
