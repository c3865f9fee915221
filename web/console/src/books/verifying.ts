import { useEffect, useRef, useState } from "react";

import { VerifyBooksDocument, type VerifyBooksQuery } from "../generated/documents.js";
import { useSend } from "../lib/api.js";

type Step = NonNullable<VerifyBooksQuery["verify"]>;

/** What is known of the books so far. */
export interface Verified {
  readonly colour: Step["colour"];
  readonly counts: Step["counts"];
  readonly backlogSeconds: Step["backlogSeconds"];
  /** Of all steps, the first one found first. */
  readonly problems: Step["problems"];
  readonly isWhole: boolean;
}

export const PROBLEMS_SHOWN_MAX = 100;

export function withStep(before: Verified | undefined, step: Step): Verified {
  return {
    colour: step.colour,
    counts: step.counts,
    backlogSeconds: step.backlogSeconds,
    problems: [...(before?.problems ?? []), ...step.problems].slice(0, PROBLEMS_SHOWN_MAX),
    isWhole: step.nextToken === null,
  };
}

/** Checks the ledger step after step, until it is whole, stopped, or the page is left. */
export function useVerifying() {
  const send = useSend(VerifyBooksDocument);
  const [verified, setVerified] = useState<Verified>();
  const [error, setError] = useState<Error>();
  const [isRunning, setRunning] = useState(false);
  const wanted = useRef(0);
  useEffect(() => () => void (wanted.current += 1), []);
  const start = async () => {
    const run = (wanted.current += 1);
    setVerified(undefined);
    setError(undefined);
    setRunning(true);
    try {
      let known: Verified | undefined;
      let token: string | null = null;
      do {
        const { data, problems } = await send({ token });
        if (wanted.current !== run) return;
        if (!data.verify) throw new Error(problems[0]?.message ?? "");
        known = withStep(known, data.verify);
        setVerified(known);
        token = data.verify.nextToken;
      } while (token !== null);
    } catch (failure) {
      if (wanted.current === run) setError(failure as Error);
    }
    if (wanted.current === run) setRunning(false);
  };
  const stop = () => {
    wanted.current += 1;
    setRunning(false);
  };
  return { verified, error, isRunning, start, stop };
}
