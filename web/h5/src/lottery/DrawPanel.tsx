import { useState } from "preact/hooks";

import { DrawOnceDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Taps } from "../lib/taps.js";
import { Button } from "../parts/Button.js";
import { Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Lottery.module.css";
import type { Lottery } from "./LotteryPage.js";
import { Result } from "./Result.js";

/** The draws that are left, and the button. A draw whose answer was lost is asked for again, not made twice. */
export function DrawPanel({ lottery: found }: { lottery: Lottery }) {
  const { lottery } = useMessages();
  const format = useFormat();
  const wish = useWish(DrawOnceDocument, "draw");
  const [taps] = useState(() => new Taps());
  const { outcome } = wish;
  const { code, open, standing, ticketsPerDraw, perDay, firstDay, lastDay, pity, prizes } = found;
  if (!standing) return null;
  const { tickets, drawsToday, drawsLeft, losses } = standing;
  const hindrance = !open
    ? lottery.days(format.shortDay(firstDay), format.day(lastDay))
    : drawsLeft > 0
      ? undefined
      : tickets < ticketsPerDraw
        ? lottery.noTickets
        : lottery.noneToday;
  const least = pity && prizes.find(({ terms }) => terms.code === pity.prize)?.terms.name;

  const draw = () => {
    if (!taps.isDouble(performance.now())) void wish.run({ lottery: code, memberId: null });
  };

  return (
    <Panel title={lottery.left(format.number(drawsLeft))} aside={lottery.tickets(format.number(tickets))}>
      {perDay !== null && <p class={styles["words"]}>{lottery.today(format.number(drawsToday), format.number(perDay))}</p>}
      <div aria-live="polite">{outcome && "done" in outcome && outcome.done.draw && <Result draw={outcome.done.draw} />}</div>
      <Button wide disabled={hindrance !== undefined} isPending={wish.isPending} onPress={draw}>
        {wish.isPending ? lottery.drawing : lottery.draw(format.number(ticketsPerDraw))}
      </Button>
      <Said outcome={outcome} />
      {hindrance ? <p class={styles["words"]}>{hindrance}</p> : outcome && "error" in outcome && <p class={styles["words"]}>{lottery.again}</p>}
      {pity && least && <p class={styles["words"]}>{lottery.pity(format.number(pity.after), least, format.number(losses))}</p>}
    </Panel>
  );
}
