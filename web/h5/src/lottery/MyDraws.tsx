import { useState } from "preact/hooks";

import { MyDrawsDocument, type DrawMadeFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Panel } from "../parts/Page.js";
import styles from "./Lottery.module.css";
import { Proof } from "./Proof.js";

/** The member's own draws; they are asked for when the list is opened. */
export function MyDraws({ lottery: code }: { lottery: string }) {
  const { lottery } = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel>
      <details class={styles["mine"]} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {lottery.mine}
          <Icon name="chevron" size={16} />
        </summary>
        {isOpen && <Draws lottery={code} after={null} />}
      </details>
    </Panel>
  );
}

function Draws({ lottery: code, after }: { lottery: string; after: string | null }) {
  const { lottery } = useMessages();
  const asked = useAsk(MyDrawsDocument, { lottery: code, after });
  return (
    <Loaded asked={asked}>
      {({ draws }) =>
        draws &&
        (draws.edges.length === 0 ? (
          <Empty>{lottery.noDraws}</Empty>
        ) : (
          <>
            <ul class={styles["draws"]}>
              {draws.edges.map(({ node }) => (
                <DrawRow key={node.id} draw={node} />
              ))}
            </ul>
            <Older page={draws}>{(next) => <Draws lottery={code} after={next} />}</Older>
          </>
        ))
      }
    </Loaded>
  );
}

function DrawRow({ draw }: { draw: DrawMadeFragment }) {
  const { lottery } = useMessages();
  const format = useFormat();
  const { prize, drawnAt, voucherCode, voucherExpiresOn } = draw;
  return (
    <li>
      <details>
        <summary>
          <span>
            <strong>{prize ? prize.name : lottery.noPrize}</strong>
            <small>{format.dateTime(drawnAt)}</small>
          </span>
          <span class={styles["why"]}>{lottery.proof}</span>
        </summary>
        <Proof draw={draw} />
      </details>
      {voucherCode && <p class={styles["words"]}>{lottery.code(voucherCode, voucherExpiresOn ? format.day(voucherExpiresOn) : "")}</p>}
    </li>
  );
}
