import type { HomeQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Icon } from "../parts/Icon.js";
import { Panel } from "../parts/Page.js";
import styles from "./Benefits.module.css";

type Benefit = NonNullable<NonNullable<HomeQuery["me"]>["benefits"]>[number];

/** What the tier gives: how often a counted benefit can still be used, and what holds all the time. */
export function Benefits({ benefits }: { benefits: readonly Benefit[] }) {
  const { card } = useMessages();
  const isCounted = benefits.some(({ left }) => left !== null && left > 0);
  return (
    <Panel title={card.benefits}>
      <ul class={styles["benefits"]}>
        {benefits.map((benefit) => (
          <BenefitRow key={benefit.code} benefit={benefit} />
        ))}
      </ul>
      {isCounted && <p class={styles["words"]}>{card.atTill}</p>}
    </Panel>
  );
}

function BenefitRow({ benefit: { name, left, of, per, until } }: { benefit: Benefit }) {
  const { card } = useMessages();
  const format = useFormat();
  if (left === null) {
    return (
      <li>
        <span>{name}</span>
        <span class={styles["holds"]}>
          <Icon name="check" size={18} />
        </span>
      </li>
    );
  }
  const count = of ? card.leftOf(format.number(left), format.number(of)) : card.left(format.number(left));
  const term = [per && card.terms[per], until && left > 0 && card.useBy(format.shortDay(until))].filter(Boolean).join(" · ");
  return (
    <li>
      <span>
        {name}
        {term && <small>{term}</small>}
      </span>
      <Badge tone={left > 0 ? "good" : "plain"}>{count}</Badge>
    </li>
  );
}
