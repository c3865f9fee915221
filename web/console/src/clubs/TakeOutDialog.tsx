import { Button, Dialog, toast } from "@tessera/kit";

import { TakeOutOfGroupDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import type { Act } from "./MemberRows.js";

/** Asks before a member is taken out of the group. */
export function TakeOutDialog({ groupId, act: { row, name }, onClose }: { groupId: string; act: Act; onClose: () => void }) {
  const { app, clubs } = useMessages();
  const words = clubs.out;
  const wish = useWish(TakeOutOfGroupDocument, "group-out");
  const takeOut = async () => {
    const outcome = await wish.run({ groupId, memberId: row.memberId }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done(name));
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={words.of(name)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="danger" isPending={wish.isPending} onPress={() => void takeOut()}>
            {wish.isPaused ? app.states.paused : words.title}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}
