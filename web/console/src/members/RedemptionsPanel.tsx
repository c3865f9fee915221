import { Badge, Panel, type Tone } from "@tessera/kit";

import type { MemberPageQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Members.module.css";

const TONES: Record<string, Tone> = { ISSUED: "good", HELD: "warn", CONFIRMED: "accent" };

/** What the member had for points, and what became of each voucher. */
export function RedemptionsPanel({ redemptions }: { redemptions: MemberPageQuery["redemptions"] }) {
  const { members } = useMessages();
  const format = useFormat();
  if (!redemptions) return null;
  const words = members.redemptions;
  const states: Record<string, string> = words.states;
  const vouchers: Record<string, string> = words.vouchers;
  return (
    <Panel title={words.title}>
      {redemptions.edges.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.tiers}>
        {redemptions.edges.map(({ node }) => {
          const { voucher } = node;
          const state = voucher?.state ?? node.state;
          const used = voucher?.usedAt && words.usedAt(voucher.storeId ?? "", format.dateTime(voucher.usedAt));
          const good = voucher?.state === "ISSUED" && words.until(format.day(voucher.expiresOn));
          return (
            <li key={node.id}>
              <span>
                {node.rewardName}
                <small>{[words.points(format.number(node.price)), used || good].filter(Boolean).join(" · ")}</small>
              </span>
              <Badge tone={TONES[state] ?? "plain"}>{(voucher ? vouchers : states)[state] ?? state}</Badge>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
