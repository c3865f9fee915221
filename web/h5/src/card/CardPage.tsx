import { useState } from "preact/hooks";

import { HomeDocument, LivePointsDocument, type HomeQuery } from "../generated/documents.js";
import { useAsk, useLive } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Link } from "../parts/Link.js";
import { Loaded, Notice, Page } from "../parts/Page.js";
import { Ways } from "../parts/Ways.js";
import { Benefits } from "./Benefits.js";
import styles from "./Card.module.css";
import { CheckInPanel } from "./CheckInPanel.js";
import { FirstSteps } from "./FirstSteps.js";
import { stepsToShow } from "./stepsToShow.js";
import { amountText, progressOf } from "./progress.js";
import { Shortcuts } from "./Shortcuts.js";
import { WakeUp } from "./WakeUp.js";

type Member = NonNullable<HomeQuery["me"]>;

const EXPIRING_DAYS = 30;

/** The member's card: tier, points, what comes and goes, and today's check-in. */
export function CardPage({ brandName }: { brandName: string }) {
  const { card } = useMessages();
  const format = useFormat();
  const [now] = useState(() => new Date());
  const asked = useAsk(HomeDocument, { expiringDays: EXPIRING_DAYS });
  useLive(LivePointsDocument);
  const me = asked.data?.me;
  const steps = stepsToShow(me?.lifecycle?.activation ?? [], format.civilDay(now));
  return (
    <Page title={card.hello(me?.name ?? "")} aside={brandName}>
      <Loaded asked={asked}>
        {(data) =>
          data.me && (
            <>
              <Card member={data.me} />
              <Expiring member={data.me} />
              {data.me.adviser?.name && <Notice tone="info">{card.adviser(data.me.adviser.name)}</Notice>}
              {data.me.wakeUp && <WakeUp wakeUp={data.me.wakeUp} />}
              {data.me.checkIns && <CheckInPanel checkIns={data.me.checkIns} />}
              {steps.length > 0 && <FirstSteps steps={steps} />}
              <Shortcuts />
              {data.me.benefits && data.me.benefits.length > 0 && <Benefits benefits={data.me.benefits} />}
              <Ways />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Card({ member }: { member: Member }) {
  const { card } = useMessages();
  const format = useFormat();
  const { tier, points, growth, forecast } = member;
  return (
    <section class={styles["card"]} aria-label={tier?.name}>
      <div class={styles["top"]}>
        <strong>{tier?.name}</strong>
        {tier && tier.multiplier > 1 && <span>{card.rate(format.number(tier.multiplier))}</span>}
      </div>
      {points && (
        <Link to="/points" class={styles["points"]}>
          <span>{card.available}</span>
          <strong data-testid="available">{format.number(points.available)}</strong>
          {points.pending > 0 && <span>{card.pending(format.number(points.pending))}</span>}
        </Link>
      )}
      {forecast && <Progress growth={growth} forecast={forecast} tierName={tier?.name} />}
    </section>
  );
}

function Progress({ growth, forecast, tierName }: { growth: number; forecast: NonNullable<Member["forecast"]>; tierName: string | undefined }) {
  const { card } = useMessages();
  const format = useFormat();
  const { growthToNext, growthToKeep, judgedOn, nextTier, expectedTier } = forecast;
  const amount = (value: number) => amountText(forecast, value, card.amounts, format);
  const share = progressOf(growth, growthToNext);
  const next = nextTier && growthToNext !== null ? card.toNext(amount(growthToNext), nextTier.name) : card.top;
  const keep = judgedOn && (growthToKeep > 0 ? card.keep(amount(growthToKeep), format.day(judgedOn)) : card.kept(format.day(judgedOn)));
  const falls = growthToKeep > 0 && expectedTier && expectedTier.name !== tierName && card.falls(expectedTier.name);
  return (
    <div class={styles["progress"]}>
      {share !== undefined && (
        <div class={styles["bar"]} role="progressbar" aria-label={card.progress} aria-valuenow={share} aria-valuemin={0} aria-valuemax={100} aria-valuetext={next}>
          {/* An attribute, since the policy of the page takes no style from a script. */}
          <svg width="100%" height="8" aria-hidden="true">
            <rect width={`${share}%`} height="8" rx="4" />
          </svg>
        </div>
      )}
      <p>
        <span>{next}</span>
        <span>{amount(growth)}</span>
      </p>
      {keep && <p>{falls ? `${keep} · ${falls}` : keep}</p>}
    </div>
  );
}

function Expiring({ member }: { member: Member }) {
  const { card } = useMessages();
  const format = useFormat();
  const [first] = member.points?.expiring ?? [];
  if (!first) return null;
  return (
    <Link to="/points" class={styles["expiring"]}>
      {card.expiring(format.number(first.points), format.shortDay(first.on))}
      <Icon name="chevron" size={16} />
    </Link>
  );
}
