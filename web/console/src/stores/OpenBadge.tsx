import { Badge } from "@tessera/kit";

import { useMessages } from "../lib/messages.js";

/** Whether a store is open now, in a word. */
export function OpenBadge({ openNow, closedForGood }: { openNow: boolean | null; closedForGood?: boolean }) {
  const { stores } = useMessages();
  if (closedForGood) return <Badge tone="bad">{stores.closedForGood}</Badge>;
  if (openNow === null) return <Badge>{stores.unknownHours}</Badge>;
  return openNow ? (
    <Badge tone="good" icon="check">
      {stores.open}
    </Badge>
  ) : (
    <Badge icon="moon">{stores.closed}</Badge>
  );
}
