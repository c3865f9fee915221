import type { DrawMadeFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Link } from "../parts/Link.js";
import styles from "./Lottery.module.css";

/** What the draw of a moment ago gave. */
export function Result({ draw: { prize, reason, voucherCode, voucherExpiresOn } }: { draw: DrawMadeFragment }) {
  const { lottery } = useMessages();
  const format = useFormat();
  return (
    <div class={styles["result"]} data-won={prize !== null || undefined}>
      <Icon name={prize ? "rewards" : "lottery"} size={30} />
      <strong>{prize ? lottery.won(prize.name) : lottery.lost}</strong>
      {lottery.reasons[reason] && <span>{lottery.reasons[reason]}</span>}
      {voucherCode && <span>{lottery.code(voucherCode, voucherExpiresOn ? format.day(voucherExpiresOn) : "")}</span>}
      {prize?.kind === "COUPON" && (
        <Link to="/wallet" class={styles["toWallet"]}>
          {lottery.toWallet}
        </Link>
      )}
    </div>
  );
}
