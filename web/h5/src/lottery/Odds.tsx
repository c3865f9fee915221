import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Panel } from "../parts/Page.js";
import styles from "./Lottery.module.css";
import type { Lottery } from "./LotteryPage.js";

const WHOLE_PPM = 1_000_000;

/** The chance of each prize, and of none. */
export function Odds({ lottery: { prizes } }: { lottery: Lottery }) {
  const { lottery } = useMessages();
  const format = useFormat();
  const nothing = WHOLE_PPM - prizes.reduce((sum, { oddsPpm }) => sum + oddsPpm, 0);
  return (
    <Panel title={lottery.odds} aside={lottery.oddsText}>
      <ul class={styles["prizes"]}>
        {prizes.map((prize) => (
          <PrizeRow key={prize.terms.code} prize={prize} prizes={prizes} />
        ))}
        {nothing > 0 && (
          <li>
            <span>{lottery.noPrize}</span>
            <span>{format.share(nothing / WHOLE_PPM)}</span>
          </li>
        )}
      </ul>
    </Panel>
  );
}

function PrizeRow({ prize: { terms, oddsPpm, left, oncePerMember, instead }, prizes }: { prize: Lottery["prizes"][number]; prizes: Lottery["prizes"] }) {
  const { lottery } = useMessages();
  const format = useFormat();
  const other = prizes.find((prize) => prize.terms.code === instead)?.terms.name;
  return (
    <li>
      <span>
        <strong>{terms.name}</strong>
        <small>
          {left !== null && <Badge tone={left > 0 ? "plain" : "bad"}>{lottery.stock(format.number(left))}</Badge>}
          {oncePerMember && <Badge>{lottery.once}</Badge>}
          {other && (left !== null || oncePerMember) && <span>{lottery.instead(other)}</span>}
        </small>
      </span>
      <span>{format.share(oddsPpm / WHOLE_PPM)}</span>
    </li>
  );
}
