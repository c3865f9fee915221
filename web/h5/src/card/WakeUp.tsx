import type { HomeQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Link } from "../parts/Link.js";
import styles from "./Card.module.css";

type Open = NonNullable<NonNullable<HomeQuery["me"]>["wakeUp"]>;

/** What the next order brings a member who was away for long. */
export function WakeUp({ wakeUp: { name, percent, until } }: { wakeUp: Open }) {
  const { card } = useMessages();
  const format = useFormat();
  const day = format.shortDay(until);
  return (
    <Link to="/wallet" class={styles["wakeUp"]}>
      <span>
        <strong>{name}</strong> {percent ? card.wakeUp(format.number(percent / 100), day) : card.wakeUpCoupon(day)}
      </span>
      <Icon name="chevron" size={16} />
    </Link>
  );
}
