import { Button, Dialog, SelectField, TextField } from "@tessera/kit";
import { useState } from "react";

import { SendBroadcastWinnerDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Broadcasts.module.css";

/** Sends one of the messages that were compared to those who took no part: which one, and why. */
export function WinnerDialog({ id, messages, onClose }: { id: string; messages: readonly string[]; onClose: () => void }) {
  const { app, broadcasts: words } = useMessages();
  const [message, setMessage] = useState(messages[0] ?? "");
  const [why, setWhy] = useState("");
  const wish = useWish(SendBroadcastWinnerDocument, "broadcast-winner");
  const send = async () => {
    if (!why.trim() || wish.isPending) return;
    const outcome = await wish.run({ broadcastId: id, message, words: why.trim() }).catch(() => undefined);
    if (outcome && "done" in outcome) onClose();
  };
  return (
    <Dialog isOpen stays title={words.chooseWinner} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{words.winnerText}</p>
        <SelectField label={words.winner} value={message} onChange={setMessage} choices={messages.map((key) => ({ key, label: key }))} />
        <TextField autoFocus label={words.why} value={why} onChange={setWhy} maxLength={500} isRequired />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {words.sendWinner}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
