import type { ReactNode } from "react";
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaProps } from "react-aria-components";

import styles from "./Button.module.css";
import { Icon, type IconName } from "./Icon.js";
import overlay from "./Overlay.module.css";

export interface ButtonProps extends Omit<AriaProps, "children" | "className" | "style"> {
  children: ReactNode;
  look?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
}

/** Does something. While `isPending` it keeps its place and cannot be pressed again. */
export function Button({ children, look = "plain", icon, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`${styles.button} ${look === "plain" ? "" : styles[look]}`}>
      {rest.isPending ? <span className={styles.spinner} aria-hidden="true" /> : icon && <Icon name={icon} size={16} />}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaProps, "children" | "className" | "style" | "aria-label"> {
  /** Its name, which a pointer sees as well. */
  label: string;
  icon: IconName;
}

/** A button that is a picture, with its name in a tooltip. */
export function IconButton({ label, icon, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={400}>
      <AriaButton {...rest} aria-label={label} className={`${styles.button} ${styles.quiet} ${styles.icon}`}>
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className={overlay.tooltip ?? ""} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
