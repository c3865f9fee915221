import { CompleteRedemptionDocument, GiveUpRedemptionDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Said } from "../parts/Said.js";
import styles from "./Wallet.module.css";

/** A redemption whose points are held: complete it, or have the points back. */
export function HeldRedemption({ id, name }: { id: string; name: string }) {
  const { wallet } = useMessages();
  const complete = useWish(CompleteRedemptionDocument, "complete");
  const giveUp = useWish(GiveUpRedemptionDocument, "give-up");
  const isPending = complete.isPending || giveUp.isPending;
  return (
    <div class={styles["held"]}>
      <Button look="soft" label={`${wallet.giveUp} ${name}`} isPending={isPending} onPress={() => void giveUp.run({ redemptionId: id })}>
        {wallet.giveUp}
      </Button>
      <Button label={`${wallet.finish} ${name}`} isPending={isPending} onPress={() => void complete.run({ redemptionId: id })}>
        {wallet.finish}
      </Button>
      <Said outcome={complete.outcome} />
      <Said outcome={giveUp.outcome} />
    </div>
  );
}
