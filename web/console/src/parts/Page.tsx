import { Button, Empty, Notice, Skeleton } from "@tessera/kit";
import type { ReactNode } from "react";

import { TesseraError, waitOf, type Answer, type Asked, type Problem } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Parts.module.css";

/** The head of a screen: its name, a line on it, and what can be done. */
export function PageHead({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <header className={styles.head}>
      <div>
        <h1>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
      </div>
      {children && <div className={styles.actions}>{children}</div>}
    </header>
  );
}

/** Parts below each other. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}

/**
 * What was asked for, or why it is not there: on its way, in part, refused, away, too much at once.
 * What came before stays while it is asked for again.
 */
export function Answered<Data>({
  asked,
  loading,
  children,
}: {
  asked: Asked<Data>;
  /** The place of what comes, of the same size. */
  loading?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  const { states } = useMessages().app;
  const { data: answer, error, failureReason, refetch } = asked;
  if (answer && isNothing(answer)) {
    return <Failure error={new TesseraError(answer.problems as [Problem, ...Problem[]])} onRetry={() => void refetch()} />;
  }
  if (answer) {
    return (
      <>
        {answer.problems.length > 0 && <Partial problems={answer.problems} onRetry={() => void refetch()} />}
        {children(answer.data)}
      </>
    );
  }
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <div aria-busy="true">
      {failureReason && (
        <Notice tone="warn" icon="clock">
          {states.limited(Math.ceil(waitOf(failureReason) / 1000))}
        </Notice>
      )}
      <span role="status" className="visually-hidden">
        {states.loading}
      </span>
      {loading ?? <Lines />}
    </div>
  );
}

/** No part came, each for a reason. */
function isNothing({ data, problems }: Answer<unknown>): boolean {
  return problems.length > 0 && Object.values(data as object).every((part) => part === null);
}

/** Some lines on their way. */
export function Lines({ count = 4 }: { count?: number }) {
  return (
    <div className={styles.loading}>
      {Array.from({ length: count }, (_, n) => (
        <Skeleton key={n} width={`${92 - ((n * 17) % 40)}%`} />
      ))}
    </div>
  );
}

function Partial({ problems, onRetry }: { problems: readonly Problem[]; onRetry: () => void }) {
  const { states } = useMessages().app;
  const [first] = problems;
  return (
    <Notice
      tone="warn"
      detail={first && detailOf(first, states.quote)}
      actions={
        <Button look="quiet" icon="refresh" onPress={onRetry}>
          {states.retry}
        </Button>
      }
    >
      {states.partial}
    </Notice>
  );
}

/** Nothing came. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { states } = useMessages().app;
  const problem = error instanceof TesseraError ? error.problems[0] : undefined;
  const forbidden = problem?.code === "PERMISSION_DENIED";
  return (
    <Empty
      icon={forbidden ? "approvals" : "alert"}
      title={forbidden ? states.forbidden : states.away}
      action={
        !forbidden &&
        onRetry && (
          <Button icon="refresh" onPress={onRetry}>
            {states.retry}
          </Button>
        )
      }
    >
      {forbidden ? states.forbiddenText : states.awayText}
      {problem && (
        <>
          <br />
          {detailOf(problem, states.quote)}
        </>
      )}
    </Empty>
  );
}

/** Why a wish was not done: the service's words, or that no answer came. */
export function WishProblem({ said, error }: { said: string; error: Error | null }) {
  const { states } = useMessages().app;
  if (!said && !error) return null;
  const problem = error instanceof TesseraError ? error.problems[0] : undefined;
  return (
    <Notice tone="bad" urgent detail={problem && detailOf(problem, states.quote)}>
      {said || problem?.message || states.away}
    </Notice>
  );
}

/** The button at the end of a list that goes on. */
export function More({ isPending, onPress }: { isPending: boolean; onPress: () => void }) {
  const { states } = useMessages().app;
  return (
    <div className={styles.more}>
      <Button look="quiet" icon="down" isPending={isPending} onPress={onPress}>
        {states.more}
      </Button>
    </div>
  );
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** The way back to the newest page, and to the one that is older than this; `after` is this page's cursor. */
export function NewestOlder({
  after,
  page,
  onTurn,
}: {
  after: string | null;
  page: PageInfo;
  onTurn: (after: string | null) => void;
}) {
  const { states } = useMessages().app;
  return (
    <div className={styles.turn}>
      {after && <Button onPress={() => onTurn(null)}>{states.newest}</Button>}
      {page.hasNextPage && <Button onPress={() => onTurn(page.endCursor)}>{states.older}</Button>}
    </div>
  );
}

function detailOf({ code, errorId }: Problem, quote: (id: string) => string): string {
  return errorId ? `${code} · ${quote(errorId)}` : code;
}
