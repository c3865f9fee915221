import { useState } from "react";

import { MemberFeedbackDocument, MemberPointsDocument, MemberTierDocument } from "../generated/documents.js";
import { useLive, useRefresh } from "../lib/api.js";

/** Asks again when anything of the member changes; whether changes come as they happen. */
export function useMemberLive(memberId: string): boolean {
  const refresh = useRefresh();
  const [live, setLive] = useState(false);
  // The first message of each has no change: the screen is there already.
  const told = (changed: boolean) => changed && refresh();
  useLive(MemberPointsDocument, { memberId }, {
    next: ({ pointsChanged }) => told(Boolean(pointsChanged.entry) || !pointsChanged.live),
    live: () => setLive(true),
    gap: () => {
      setLive(false);
      refresh();
    },
  });
  useLive(MemberTierDocument, { memberId }, { next: ({ tierChanged }) => told(Boolean(tierChanged.change)), gap: refresh });
  useLive(MemberFeedbackDocument, { memberId }, {
    next: ({ feedbackChanged }) => told(Boolean(feedbackChanged.feedback)),
    gap: refresh,
  });
  return live;
}
