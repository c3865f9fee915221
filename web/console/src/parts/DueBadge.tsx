import { Badge } from "@tessera/kit";

import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { dueOf } from "./due.js";

/** How long there is left, in words, with a clock or a warning. */
export function DueBadge({ item }: { item: Parameters<typeof dueOf>[0] }) {
  const { feedback } = useMessages();
  const format = useFormat();
  const now = useNow(15_000);
  const { at, tone, late } = dueOf(item, now);
  if (!at) return item.firstResponseAt ? <Badge icon="check">{feedback.answered}</Badge> : null;
  const when = format.fromNow(at, now);
  return (
    <Badge tone={tone} icon={late ? "alert" : "clock"}>
      {late ? feedback.late(when) : feedback.due(when)}
    </Badge>
  );
}
