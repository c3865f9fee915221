import { Badge, Panel, type Tone } from "@tessera/kit";

import type { MemberRecordQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Members.module.css";

type Decisions = NonNullable<NonNullable<MemberRecordQuery["member"]>["tierDecisions"]>;
type Decision = Decisions["edges"][number]["node"];

const TONES: Record<string, Tone> = { UPGRADE: "good", NOT_KEPT: "warn", REFUND_UNDID_UPGRADE: "warn" };

/** Why the member has these tiers: what was counted, against what, over which days, by which version of the rules. */
export function DecisionsPanel({ decisions }: { decisions: readonly Decision[] | undefined }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.decisions;
  const reasons: Record<string, string> = words.reasons;
  if (!decisions) return null;
  return (
    <Panel title={words.title}>
      {decisions.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ol className={styles.tiers}>
        {decisions.map((each) => (
          <li key={`${each.ladder.code}/${each.decidedAt}`}>
            <span>
              {each.ladder.name}:{" "}
              {each.fromTier && each.fromTier.name !== each.toTier.name
                ? words.change(each.fromTier.name, each.toTier.name)
                : each.toTier.name}
              {each.threshold !== null && (
                <small>{words.counted(format.number(each.counted), format.number(each.threshold))}</small>
              )}
              {each.windowUntil && (
                <small>
                  {each.windowFrom
                    ? words.window(format.day(each.windowFrom), format.day(each.windowUntil))
                    : words.allUntil(format.day(each.windowUntil))}
                </small>
              )}
              {each.heldTier && <small>{words.held(each.heldTier.name)}</small>}
              {each.manualUntil && <small>{words.manualUntil(format.day(each.manualUntil))}</small>}
              {each.note && <small>{each.note}</small>}
              <small>{words.at(format.dateTime(each.decidedAt), String(each.programmeVersion))}</small>
            </span>
            <Badge tone={TONES[each.reason] ?? "plain"}>{reasons[each.reason] ?? each.reason}</Badge>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
