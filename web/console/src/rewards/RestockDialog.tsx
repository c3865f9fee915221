import { Link } from "@tanstack/react-router";
import { Button, Dialog, Notice, TextField } from "@tessera/kit";
import { useState } from "react";

import { RewardStockDocument, type CatalogueRewardFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import { PublishDialog } from "../parts/PublishDialog.js";
import { RestockHistory } from "./RestockHistory.js";
import { piecesOf, type Pieces } from "./pieces.js";
import styles from "./Rewards.module.css";

const ADDED_MAX = 1_000_000;

interface Props {
  reward: CatalogueRewardFragment;
  onClose: () => void;
}

/** More pieces of a reward: another number in the programme, which is shown before it is published. */
export function RestockDialog({ reward, onClose }: Props) {
  const { app, rewards } = useMessages();
  const asked = useAsk(RewardStockDocument, {});
  const [added, setAdded] = useState<number>();
  const source = asked.data?.data.programmeVersion?.sourceYaml;
  const pieces = source ? piecesOf(source, reward.code) : undefined;
  if (source && pieces && added) {
    return (
      <PublishDialog
        title={rewards.restocking.confirm(reward.name)}
        text={rewards.restocking.text}
        base={asked.data?.data.programmeVersion?.version ?? 0}
        before={source}
        after={pieces.with(pieces.count + added)}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog isOpen title={rewards.restockOf(reward.name)} onClose={onClose}>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {() =>
          pieces ? (
            <Count pieces={pieces} reward={reward} onChosen={setAdded} onClose={onClose} />
          ) : (
            <>
              <Notice tone="info" detail={<Link to="/programme">{rewards.restocking.open}</Link>}>
                {rewards.restocking.unknown}
              </Notice>
              <div className={styles.actions}>
                <Button onPress={onClose}>{app.states.close}</Button>
              </div>
            </>
          )
        }
      </Answered>
      <RestockHistory code={reward.code} />
    </Dialog>
  );
}

function Count({ pieces, reward, onChosen, onClose }: Props & { pieces: Pieces; onChosen: (added: number) => void }) {
  const { app, rewards } = useMessages();
  const format = useFormat();
  const words = rewards.restocking;
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const added = /^\d{1,7}$/.test(typed.trim()) ? Number(typed.trim()) : 0;
  const isWrong = added < 1 || added > ADDED_MAX;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isWrong) onChosen(added);
      }}
    >
      <p className={styles.more}>{words.lead(format.number(reward.stock ?? 0), format.number(pieces.count))}</p>
      <TextField
        autoFocus
        label={words.added}
        inputMode="numeric"
        maxLength={7}
        value={typed}
        onChange={setTyped}
        hint={isWrong ? words.hint : words.after(format.number(pieces.count), format.number(pieces.count + added))}
        error={tried && isWrong ? words.wrong : ""}
      />
      <div className={styles.actions}>
        <Button onPress={onClose}>{app.states.cancel}</Button>
        <Button type="submit" look="primary">
          {words.next}
        </Button>
      </div>
    </form>
  );
}
