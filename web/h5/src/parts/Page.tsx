import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { TesseraError, type Asked } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "./Button.js";
import { Icon } from "./Icon.js";
import { Link } from "./Link.js";
import styles from "./Page.module.css";

interface PageProps {
  title: string;
  aside?: ComponentChildren;
  back?: string;
  children: ComponentChildren;
}

/** A screen: its heading takes the focus when it opens, so that it is read aloud. */
export function Page({ title, aside, back, children }: PageProps) {
  const { app } = useMessages();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <>
      <header class={styles["header"]}>
        {back && (
          <Link to={back} class={styles["back"]} label={app.back}>
            <Icon name="back" />
          </Link>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside && <p class={styles["aside"]}>{aside}</p>}
      </header>
      <main class={styles["main"]}>{children}</main>
    </>
  );
}

export function Panel({ title, aside, children }: { title?: string; aside?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class={styles["panel"]}>
      {title && (
        <div class={styles["panelHead"]}>
          <h2>{title}</h2>
          {aside && <span>{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}

export const Empty = ({ children }: { children: ComponentChildren }) => <p class={styles["empty"]}>{children}</p>;

/** Words of the moment, read aloud. */
export function Notice({ tone = "good", children }: { tone?: "good" | "bad" | "info"; children: ComponentChildren }) {
  return (
    <p class={styles["notice"]} data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      {children}
    </p>
  );
}

/** Why nothing came, in the member's words. */
export function useSaid(): (error: Error) => string {
  const { app } = useMessages();
  return (error) => {
    if (!(error instanceof TesseraError)) return app.failed;
    if (error.code === "RATE_LIMITED") return app.limited;
    const text = error.problems[0].message;
    return error.passing || error.code === "ANSWER_INVALID" || !text ? app.failed : text;
  };
}

export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { app } = useMessages();
  const said = useSaid();
  return (
    <div class={styles["failure"]}>
      <Notice tone="bad">{said(error)}</Notice>
      <Button look="soft" onPress={onRetry}>
        {app.retry}
      </Button>
    </div>
  );
}

/** The place of what is on its way. */
export function Waiting() {
  const { app } = useMessages();
  return (
    <div class={styles["loading"]} aria-busy="true" role="status">
      <span class="visually-hidden">{app.loading}</span>
    </div>
  );
}

/** What an answer has: loading, a failure, or the parts, with a word where some did not come. */
export function Loaded<Data>({ asked, children }: { asked: Asked<Data>; children: (data: Data) => ComponentChildren }) {
  const { app } = useMessages();
  const { data, error, problems, again } = asked;
  if (!data) {
    if (error) return <Failure error={error} onRetry={again} />;
    return <Waiting />;
  }
  return (
    <>
      {(problems.length > 0 || error) && <Notice tone="info">{app.partial}</Notice>}
      {children(data)}
    </>
  );
}
