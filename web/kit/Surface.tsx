import { useId, type CSSProperties, type ReactNode } from "react";

import { Icon, type IconName } from "./Icon.js";
import styles from "./Surface.module.css";

export type Tone = "plain" | "accent" | "good" | "warn" | "bad" | "info";

const toned = (tone: Tone) => (tone === "plain" ? "" : (styles[tone] ?? ""));

/** A part of a screen under a heading; `flush` gives its content the full width. */
export function Panel({
  title,
  actions,
  flush,
  oneOfMany,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  /** Others stand beside it under the same heading, so that it is no landmark of the page. */
  oneOfMany?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  const Part = oneOfMany ? "article" : "section";
  return (
    <Part className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {actions}
      </header>
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </Part>
  );
}

/** Figures side by side. */
export function Tiles({ children }: { children: ReactNode }) {
  return <dl className={styles.tiles}>{children}</dl>;
}

/** A figure with its name, and a note on it. */
export function Tile({ name, children, note }: { name: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className={styles.tile}>
      <dt>{name}</dt>
      <dd>
        {children}
        {note && <div className={styles.note}>{note}</div>}
      </dd>
    </div>
  );
}

/** A state in a word, with a picture beside it where colour says something. */
export function Badge({ tone = "plain", icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`${styles.badge} ${toned(tone)}`}>
      {icon && <Icon name={icon} size={13} />}
      {children}
    </span>
  );
}

/** The first letter of a name. */
export function Avatar({ name, size = 40 }: { name: string; size?: number }) {
  return (
    <span className={styles.avatar} style={{ width: size, height: size, fontSize: size * 0.42 }} aria-hidden="true">
      {[...name][0] ?? "·"}
    </span>
  );
}

/** Something to know about the page, with what can be done. */
export function Notice({
  tone,
  icon = tone === "bad" || tone === "warn" ? "alert" : "info",
  children,
  detail,
  actions,
  urgent,
}: {
  tone: Exclude<Tone, "plain">;
  icon?: IconName;
  children: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
  /** Read out at once. */
  urgent?: boolean;
}) {
  return (
    <div className={`${styles.notice} ${toned(tone)}`} role={urgent ? "alert" : "status"}>
      <Icon name={icon} />
      <div className={styles.noticeText}>
        <span>{children}</span>
        {detail && <small>{detail}</small>}
      </div>
      {actions}
    </div>
  );
}

/** Nothing is here: what would be, why it is not, and what to do next. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <Icon name={icon} size={28} />
      <strong>{title}</strong>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** The place of what is on its way, so that nothing moves when it comes. */
export function Skeleton({ width = "100%", height = 16 }: { width?: number | string; height?: number }) {
  return <div className={styles.skeleton} style={{ width, height } satisfies CSSProperties} aria-hidden="true" />;
}

/** How far something is, in words and as a bar. */
export function Meter({ label, text, value, most }: { label: ReactNode; text: ReactNode; value: number; most: number }) {
  const id = useId();
  const share = most > 0 ? Math.max(0, Math.min(1, value / most)) : 1;
  return (
    <div className={styles.meter}>
      <div className={styles.meterHead}>
        <span id={id}>{label}</span>
        <span>{text}</span>
      </div>
      <div
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className={styles.track}
      >
        <div className={styles.fill} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

/** Names and values, one pair a line. What is undefined or null is left out. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([name, value]) => (
          <FactPair key={name} name={name} value={value} />
        ))}
    </dl>
  );
}

function FactPair({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** Keys to press. */
export function Keys({ children }: { children: ReactNode }) {
  return (
    <kbd className={styles.kbd} aria-hidden="true">
      {children}
    </kbd>
  );
}

export interface Column<Row> {
  key: string;
  name: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the end of their column. */
  end?: boolean;
  /** On a narrow screen, where columns have no heads, its name stands before it. */
  named?: boolean;
}

/** A table; on a narrow screen each row becomes a card. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ key, name, end }) => (
              <th key={key} scope="col" className={end ? styles.end : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ key, name, cell, end, named }) => (
                <td key={key} className={end ? styles.end : undefined}>
                  {named && (
                    <span className={styles.cellName} aria-hidden="true">
                      {name}
                    </span>
                  )}
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
