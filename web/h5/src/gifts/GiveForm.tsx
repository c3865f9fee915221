import { useState } from "preact/hooks";

import { GiveOnceDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Text } from "../parts/Field.js";
import { Notice } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { Sheet } from "../parts/Sheet.js";
import { amountOf } from "./amount.js";
import styles from "./Gifts.module.css";
import type { Allowance } from "./GiftsPage.js";
import { cleaned } from "./memberCode.js";

interface Chosen {
  readonly receiverId: string;
  readonly amount: number;
}

/** To whom and how much; a question before it is done, since nobody can take a gift back. */
export function GiveForm({ allowance }: { allowance: Allowance }) {
  const { gifts } = useMessages();
  const format = useFormat();
  const [receiver, setReceiver] = useState("");
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Chosen>();
  const [given, setGiven] = useState("");
  const { maxAmount, minAmount, hindrance } = allowance;
  const amount = amountOf(typed, allowance);
  const receiverId = cleaned(receiver);
  if (hindrance && !given) return null;

  const done = (sum: string) => {
    setGiven(sum);
    setChosen(undefined);
    setReceiver("");
    setTyped("");
  };
  return (
    <>
      {given && <Notice>{gifts.done(given)}</Notice>}
      {!hindrance && (
        <form
          class={styles["form"]}
          onSubmit={(event) => {
            event.preventDefault();
            if (amount !== undefined && receiverId) setChosen({ receiverId, amount });
          }}
        >
          <Text label={gifts.receiver} hint={gifts.receiverHint} value={receiver} maxLength={128} autoComplete="off" onChange={setReceiver} />
          <Text label={gifts.amount} hint={gifts.bounds(format.number(minAmount), format.number(maxAmount))} value={typed} numeric maxLength={10} autoComplete="off" onChange={setTyped} />
          <p>
            <Button type="submit" wide disabled={amount === undefined || !receiverId}>
              {gifts.next}
            </Button>
          </p>
        </form>
      )}
      {chosen && <Ask chosen={chosen} asset={allowance.asset} onClose={() => setChosen(undefined)} onDone={done} />}
    </>
  );
}

interface AskProps {
  chosen: Chosen;
  asset: string;
  onClose: () => void;
  onDone: (sum: string) => void;
}

function Ask({ chosen: { receiverId, amount }, asset, onClose, onDone }: AskProps) {
  const { app, gifts } = useMessages();
  const format = useFormat();
  const wish = useWish(GiveOnceDocument, "gift");
  const sum = asset === "POINTS" ? gifts.points(format.number(amount)) : gifts.units(format.number(amount), asset);
  const give = async () => {
    const came = await wish.run({ receiverId, amount, asset });
    if ("done" in came) onDone(sum);
  };
  return (
    <Sheet
      title={gifts.ask(sum)}
      onClose={onClose}
      actions={
        <>
          <Button look="soft" onPress={onClose}>
            {app.cancel}
          </Button>
          <Button isPending={wish.isPending} onPress={() => void give()}>
            {gifts.button}
          </Button>
        </>
      }
    >
      <p>{gifts.askText(receiverId)}</p>
      <Said outcome={wish.outcome} />
      {wish.outcome && "error" in wish.outcome && <p>{gifts.again}</p>}
    </Sheet>
  );
}
