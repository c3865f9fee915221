import { Badge, Empty, Meter, Panel } from "@tessera/kit";
import { lazy, Suspense } from "react";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import type { Member } from "./MemberPage.js";
import styles from "./Members.module.css";

// For the few who may give a tier: it comes by itself.
const ManualTierPanel = lazy(() => import("./ManualTierPanel.js").then((loaded) => ({ default: loaded.ManualTierPanel })));

/** Where the member stands, and for those who may give a tier, the tiers given by hand. */
export function TiersColumn({ member }: { member: Member }) {
  const { may } = useSignedIn();
  return (
    <>
      <TiersPanel member={member} />
      {may("tiers:write") && (
        <Suspense>
          <ManualTierPanel member={member} />
        </Suspense>
      )}
    </>
  );
}

/** Where the member stands on each ladder, and what rising and staying take. */
function TiersPanel({ member }: { member: Member }) {
  const { members } = useMessages();
  const format = useFormat();
  if (!member.tiers.length) {
    return (
      <Panel title={members.tiers.title}>
        <Empty icon="spark" title={members.tiers.none} />
      </Panel>
    );
  }
  return (
    <Panel title={members.tiers.title}>
      <ul className={styles.tiers}>
        {member.tiers.map((tier) => (
          <li key={tier.ladder.code}>
            <span>
              {tier.ladder.name}
              <small>{members.tiers.since(format.shortDate(tier.reachedAt))}</small>
            </span>
            <span className={styles.tierEnd}>
              {tier.multiplier !== 1 && <small>{members.tiers.multiplier(format.number(tier.multiplier))}</small>}
              <Badge tone="accent">{tier.name}</Badge>
            </span>
          </li>
        ))}
      </ul>
      {member.forecast && <Forecast member={member} forecast={member.forecast} />}
    </Panel>
  );
}

function Forecast({ member, forecast }: { member: Member; forecast: NonNullable<Member["forecast"]> }) {
  const { members } = useMessages();
  const format = useFormat();
  const { growthToNext, nextTier, growthToKeep, judgedOn, expectedTier } = forecast;
  const [main] = member.tiers;
  const isMoney = forecast.basis === "spend" || forecast.basis === "ltv";
  const amount = (value: number) => {
    const written = isMoney ? format.money(value, forecast.currencyCode) : format.number(value);
    return members.tiers.amounts[forecast.basis]?.(written) ?? written;
  };
  const keeps = expectedTier === null || expectedTier.name === main?.name;
  return (
    <div className={styles.forecast}>
      {nextTier && growthToNext !== null ? (
        <Meter
          label={members.tiers.toNext(nextTier.name)}
          text={members.tiers.need(amount(growthToNext))}
          value={member.growth}
          most={member.growth + growthToNext}
        />
      ) : (
        <p>{members.tiers.top}</p>
      )}
      {judgedOn && (
        <p>
          {growthToKeep > 0
            ? members.tiers.keep(amount(growthToKeep), format.day(judgedOn))
            : members.tiers.safe(format.day(judgedOn))}
          {!keeps && expectedTier && <> · {members.tiers.expected(expectedTier.name)}</>}
        </p>
      )}
    </div>
  );
}
