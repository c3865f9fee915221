import type { ComponentChildren } from "preact";

import styles from "./Badge.module.css";

export type Tone = "plain" | "good" | "warn" | "bad";

export const Badge = ({ tone = "plain", children }: { tone?: Tone; children: ComponentChildren }) => (
  <span class={styles["badge"]} data-tone={tone}>
    {children}
  </span>
);
