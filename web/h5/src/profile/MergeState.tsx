import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Notice, Panel } from "../parts/Page.js";

type Asked = { state: string; reason: string | null; endedAt: string | null };

/** How far the member's wish is to be one with the membership that holds their number. */
export function MergeState({ request }: { request: Asked }) {
  const words = useMessages().profile.merging;
  const format = useFormat();
  const { state, reason, endedAt } = request;
  const said = words.states[state];
  if (!said) return null;
  return (
    <Panel title={words.title}>
      <Notice>
        {said}
        {endedAt && <> · {format.date(endedAt)}</>}
      </Notice>
      {reason && <p>{words.reason(reason)}</p>}
    </Panel>
  );
}
