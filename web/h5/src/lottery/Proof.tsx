import { useState } from "preact/hooks";

import type { DrawMadeFragment } from "../generated/documents.js";
import { checkDraw, type Checked } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Notice } from "../parts/Page.js";
import styles from "./Lottery.module.css";

/** All that a draw came of. Once its seed is told, this phone checks it by itself. */
export function Proof({ draw }: { draw: DrawMadeFragment }) {
  const { lottery } = useMessages();
  const format = useFormat();
  const [checked, setChecked] = useState<Checked>();
  const { number, day, roll, commitment, seed, memberHash, requestId } = draw;
  const facts = [
    [lottery.number, format.number(number)],
    [lottery.roll, lottery.rollOf(format.number(roll))],
    [lottery.commitmentOf(format.shortDay(day)), commitment],
    [lottery.seed, seed ?? lottery.seedLater],
    [lottery.memberHash, memberHash],
    [lottery.requestId, requestId],
  ] as const;
  return (
    <div class={styles["proof"]}>
      <dl class={styles["facts"]}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {seed && (
        <Button look="soft" wide onPress={() => void checkDraw(draw).then(setChecked)}>
          {lottery.check}
        </Button>
      )}
      {checked && <Notice tone={checked === "right" ? "good" : "bad"}>{lottery.checked[checked]}</Notice>}
    </div>
  );
}
