import { useState } from "preact/hooks";

import {
  CompleteRedemptionDocument,
  MoreRewardsDocument,
  RedeemRewardDocument,
  RewardsPageDocument,
  type RewardPageFragment,
} from "../generated/documents.js";
import { useAsk, useWish, useApi } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Link } from "../parts/Link.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Notice, Page } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { Sheet } from "../parts/Sheet.js";
import styles from "./Rewards.module.css";

type Reward = RewardPageFragment["edges"][number]["node"];

/** What points can be spent on, and what hinders. */
export function RewardsPage() {
  const { rewards } = useMessages();
  const format = useFormat();
  const [chosen, setChosen] = useState<Reward>();
  const asked = useAsk(RewardsPageDocument, {});
  const available = asked.data?.me?.points?.available;
  return (
    <Page title={rewards.title} aside={available === undefined ? "" : rewards.available(format.number(available))}>
      <Loaded asked={asked}>
        {(data) =>
          data.rewards &&
          (data.rewards.edges.length === 0 ? <Empty>{rewards.none}</Empty> : <Rewards page={data.rewards} onChoose={setChosen} />)
        }
      </Loaded>
      {chosen && <Redeem reward={chosen} onClose={() => setChosen(undefined)} />}
    </Page>
  );
}

interface ListProps {
  page: RewardPageFragment;
  onChoose: (reward: Reward) => void;
}

function Rewards({ page, onChoose }: ListProps) {
  return (
    <>
      <ul class={styles["rewards"]}>
        {page.edges.map(({ node }) => (
          <RewardCard key={node.code} reward={node} onChoose={() => onChoose(node)} />
        ))}
      </ul>
      <Older page={page}>{(after) => <MoreRewards after={after} onChoose={onChoose} />}</Older>
    </>
  );
}

function MoreRewards({ after, onChoose }: { after: string; onChoose: ListProps["onChoose"] }) {
  const asked = useAsk(MoreRewardsDocument, { after });
  return <Loaded asked={asked}>{(data) => data.rewards && <Rewards page={data.rewards} onChoose={onChoose} />}</Loaded>;
}

function RewardCard({ reward, onChoose }: { reward: Reward; onChoose: () => void }) {
  const { rewards } = useMessages();
  const { language } = useApi();
  const format = useFormat();
  const { name, price, stock, minTier, hindrance } = reward;
  return (
    <li class={styles["reward"]}>
      <div>
        <h2>{name}</h2>
        <p class={styles["price"]}>{rewards.price(format.number(price))}</p>
        <p class={styles["terms"]}>
          {minTier && <Badge>{rewards.tier(minTier.name)}</Badge>}
          {stock !== null && <Badge tone={stock === 0 ? "bad" : "plain"}>{rewards.stock(format.number(stock))}</Badge>}
        </p>
        {hindrance && <p class={styles["hindrance"]}>{hindrance.message[language]}</p>}
      </div>
      <Button label={rewards.redeemOf(name)} disabled={hindrance !== null} onPress={onChoose}>
        {rewards.redeem}
      </Button>
    </li>
  );
}

/** Asks, holds the points, and completes; what is held and not completed goes on in the wallet. */
function Redeem({ reward, onClose }: { reward: Reward; onClose: () => void }) {
  const { app, rewards } = useMessages();
  const format = useFormat();
  const redeem = useWish(RedeemRewardDocument, "redeem");
  const complete = useWish(CompleteRedemptionDocument, "complete");
  const [held, setHeld] = useState<string>();
  const [isImmediate, setImmediate] = useState(false);
  const isDone = isImmediate || (complete.outcome !== undefined && "done" in complete.outcome);

  const run = async () => {
    let redemptionId = held;
    if (!redemptionId) {
      const came = await redeem.run({ rewardCode: reward.code });
      if (!("done" in came) || !came.done.redemption) return;
      if (came.done.redemption.state === "CONFIRMED") {
        setImmediate(true);
        return;
      }
      redemptionId = came.done.redemption.id;
      setHeld(redemptionId);
    }
    await complete.run({ redemptionId });
  };

  if (isDone) {
    return (
      <Sheet
        title={rewards.done}
        onClose={onClose}
        actions={
          <>
            <Button look="soft" onPress={onClose}>
              {app.close}
            </Button>
            {!reward.gives && (
              <Link to="/wallet" class={styles["toWallet"]}>
                {rewards.toWallet}
              </Link>
            )}
          </>
        }
      >
        <p>{reward.gives ? rewards.doneGiven : rewards.doneText}</p>
      </Sheet>
    );
  }
  return (
    <Sheet
      title={rewards.redeemOf(reward.name)}
      onClose={onClose}
      actions={
        <>
          <Button look="soft" onPress={onClose}>
            {app.cancel}
          </Button>
          <Button isPending={redeem.isPending || complete.isPending} onPress={() => void run()}>
            {rewards.redeem}
          </Button>
        </>
      }
    >
      <p>{rewards.ask(reward.name, format.number(reward.price))}</p>
      <Said outcome={redeem.outcome} />
      {complete.outcome && (
        <>
          <Said outcome={complete.outcome} />
          <Notice tone="info">{rewards.held}</Notice>
        </>
      )}
    </Sheet>
  );
}
