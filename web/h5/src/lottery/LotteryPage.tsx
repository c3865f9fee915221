import { LotteryPageDocument, type LotteryPageQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Loaded, Page, Panel } from "../parts/Page.js";
import { DrawPanel } from "./DrawPanel.js";
import styles from "./Lottery.module.css";
import { MyDraws } from "./MyDraws.js";
import { Odds } from "./Odds.js";

export type Lottery = NonNullable<LotteryPageQuery["lottery"]>;

/** One lottery: the draws that are left, the odds, the member's own draws, and how to check them. */
export function LotteryPage({ code }: { code: string }) {
  const { lottery } = useMessages();
  const asked = useAsk(LotteryPageDocument, { code });
  return (
    <Page title={asked.data?.lottery?.name ?? lottery.title} back="/lottery">
      <Loaded asked={asked}>
        {({ lottery: found }) =>
          found && (
            <>
              <DrawPanel lottery={found} />
              <Odds lottery={found} />
              <MyDraws lottery={found.code} />
              <Commitments lottery={found} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

/** What the brand bound itself to before anyone drew. */
function Commitments({ lottery: { commitments } }: { lottery: Lottery }) {
  const { lottery } = useMessages();
  const format = useFormat();
  return (
    <Panel title={lottery.fair}>
      <p>{lottery.fairText}</p>
      <dl class={styles["facts"]}>
        {commitments.map(({ day, commitment }) => (
          <div key={day}>
            <dt>{lottery.commitmentOf(format.shortDay(day))}</dt>
            <dd>{commitment}</dd>
          </div>
        ))}
      </dl>
      <p class={styles["words"]}>{lottery.formula}</p>
    </Panel>
  );
}
