import { Button, Dialog, TextField } from "@tessera/kit";
import { useState } from "react";

import { GroupPostPreviewDocument, PostToGroupDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Clubs.module.css";
import { Found } from "./PostsPanel.js";

/** Checks whether a message may be posted to the group, counts it, and shows staff the text to post. */
export function PostDialog({ groupId, onClose }: { groupId: string; onClose: () => void }) {
  const { app, clubs } = useMessages();
  const words = clubs.posts;
  const [code, setCode] = useState("");
  const [checked, setChecked] = useState("");
  const asked = useAsk(GroupPostPreviewDocument, { id: groupId, message: checked }, { enabled: checked !== "" });
  const wish = useWish(PostToGroupDocument, "group-post");
  const [done, setDone] = useState<Parameters<typeof Found>[0]["post"]>();
  const message = code.trim();
  const preview = checked === message ? asked.data?.data.previewGroupPost : undefined;
  const problems = asked.data?.problems ?? [];
  const send = async () => {
    if (!preview?.allowed || wish.isPending) return;
    const outcome = await wish.run({ groupId, message }).catch(() => undefined);
    if (!outcome || !("done" in outcome) || !outcome.done.post) return;
    setDone(outcome.done.post);
  };
  return (
    <Dialog
      isOpen
      stays
      title={words.write}
      onClose={onClose}
      actions={
        done ? (
          <Button look="primary" onPress={onClose}>
            {words.close}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{app.states.cancel}</Button>
            <Button isDisabled={!message} isPending={asked.isFetching} onPress={() => setChecked(message)}>
              {words.check}
            </Button>
            <Button look="primary" isDisabled={!preview?.allowed} isPending={wish.isPending} onPress={() => void send()}>
              {wish.isPaused ? app.states.paused : words.send}
            </Button>
          </>
        )
      }
    >
      <div className={styles.form}>
        {done ? (
          <Found post={done} />
        ) : (
          <>
            <p>{words.text}</p>
            <TextField autoFocus label={words.message} hint={words.messageHint} value={code} onChange={setCode} maxLength={48} error={checked === message ? (problems[0]?.message ?? "") : ""} />
            {preview && <Found post={preview} />}
            <WishProblem said={wish.said} error={wish.error} />
          </>
        )}
      </div>
    </Dialog>
  );
}
