import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Panel } from "../parts/Page.js";

type Disclosed = { kind: string; reason: string; at: string };

/** When staff of the brand saw the member's data in clear, how, and for which reason. */
export function Disclosures({ disclosures }: { disclosures: readonly Disclosed[] }) {
  const { privacy } = useMessages();
  const format = useFormat();
  return (
    <Panel title={privacy.disclosures}>
      <p>{disclosures.length === 0 ? privacy.noDisclosures : privacy.disclosuresText}</p>
      {disclosures.length > 0 && (
        <ul>
          {disclosures.map(({ kind, reason, at }) => (
            <li key={`${at}${kind}`}>
              {format.dateTime(at)} · {privacy.disclosed[kind] ?? privacy.disclosed.OTHER} · {reason}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
