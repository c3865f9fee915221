import { useState } from "preact/hooks";

import { SubmitOnePostDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Text } from "../parts/Field.js";
import { Said } from "../parts/Said.js";
import styles from "./Topics.module.css";

interface Props {
  topic: { code: string; name: string; textCharactersMax: number };
  /** It is sent; `waits` for a moderator. */
  onDone: (waits: boolean) => void;
  onClose: () => void;
}

export function PostForm({ topic, onDone, onClose }: Props) {
  const { app, topics } = useMessages();
  const format = useFormat();
  const [text, setText] = useState("");
  const wish = useWish(SubmitOnePostDocument, "post");
  const isWhole = Boolean(text.trim());
  const send = async () => {
    if (!isWhole) return;
    const came = await wish.run({ topic: topic.code, text: text.trim(), memberId: null });
    if ("done" in came) onDone(came.done.post?.state === "PENDING");
  };
  return (
    <form
      class={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Text label={topic.name} hint={topics.textHint(format.number(topic.textCharactersMax))} lines={5} value={text} maxLength={topic.textCharactersMax} onChange={setText} />
      <Said outcome={wish.outcome} />
      <div class={styles["buttons"]}>
        <Button look="soft" onPress={onClose}>
          {app.cancel}
        </Button>
        <Button type="submit" wide disabled={!isWhole} isPending={wish.isPending}>
          {topics.send}
        </Button>
      </div>
    </form>
  );
}
