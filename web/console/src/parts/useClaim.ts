import { useEffect, useEffectEvent, useState } from "react";

import { ClaimFeedbackDocument, FeedbackReadersDocument, type FeedbackReadersQuery } from "../generated/documents.js";
import { useAsk, useSend } from "../lib/api.js";
import { useSignedIn } from "../lib/signedIn.js";

/** A reader stays one for 40 seconds, so one question may be lost. A page in the background asks nothing. */
const ALONE_MS = 15_000;
/** Two who look at the same item hear soon which of them answers it. */
const TOGETHER_MS = 3_000;
/** A pause after which the claim is renewed no more; it ends 2 minutes later by itself. */
const PAUSE_MS = 60_000;

export type Present = NonNullable<FeedbackReadersQuery["feedbackReaders"]>;

export interface Claim {
  /** Who is with the item; undefined until it is known, and while presence is away. */
  readonly present: Present | undefined;
  /** Another operator, who has the claim; "" when nobody else has. */
  readonly other: string;
  /** Tells that something was written, or that nothing is left of it. */
  readonly write: (words: string) => void;
  /** Takes the claim from whoever has it. */
  readonly take: () => Promise<void>;
  /** Asks now who has the claim, and how many steps the item has. Undefined when nobody answers. */
  readonly check: () => Promise<{ other: string; steps: number } | undefined>;
}

/** The claim of an item: it begins with the first keystroke, goes on while somebody writes, and ends with the answer. */
export function useClaim(id: string): Claim {
  const { subject, may } = useSignedIn();
  const send = useSend(ClaimFeedbackDocument);
  const [written, setWritten] = useState("");
  const [isWriting, setWriting] = useState(false);
  const claim = isWriting && may("feedback:write") ? "BEGIN" : null;
  const asked = useAsk(
    FeedbackReadersDocument,
    { id, claim },
    { keep: true, fresh: true, everyMs: (data) => (data?.feedbackReaders?.readers.length ? TOGETHER_MS : ALONE_MS) },
  );
  // Whoever was here before an answer failed may be gone.
  const present = asked.isError ? undefined : (asked.data?.data.feedbackReaders ?? undefined);
  const end = () => {
    if (written) void send({ id, claim: "END" }).catch(() => undefined);
  };
  const left = useEffectEvent(end);
  useEffect(() => () => left(), []);
  useEffect(() => {
    if (!written) return;
    const pause = setTimeout(() => setWriting(false), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [written]);
  const otherThanMe = (answerer: string | null | undefined) => (answerer && answerer !== subject ? answerer : "");
  return {
    present,
    other: otherThanMe(present?.answerer),
    write: (words) => {
      if (!words) end();
      setWritten(words);
      setWriting(Boolean(words));
    },
    take: async () => {
      await send({ id, claim: "TAKE" }).catch(() => undefined);
      await asked.refetch();
    },
    check: async () => {
      const said = await send({ id, claim: "BEGIN" }).catch(() => undefined);
      if (!said) return undefined;
      const { feedbackReaders, node } = said.data;
      return { other: otherThanMe(feedbackReaders?.answerer), steps: node && "timeline" in node ? node.timeline.length : 0 };
    },
  };
}
