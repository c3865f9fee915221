import { useState } from "preact/hooks";

import { ProposeOneIdeaDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Text } from "../parts/Field.js";
import { Said } from "../parts/Said.js";
import styles from "./Ideas.module.css";

const TITLE_MAX = 80;

interface Props {
  charactersMax: number;
  /** It is proposed; `waits` for a moderator. */
  onDone: (waits: boolean) => void;
  onClose: () => void;
}

export function ProposeForm({ charactersMax, onDone, onClose }: Props) {
  const { app, ideas } = useMessages();
  const format = useFormat();
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const wish = useWish(ProposeOneIdeaDocument, "idea");
  const isWhole = Boolean(title.trim() && text.trim());
  const send = async () => {
    if (!isWhole) return;
    const came = await wish.run({ title: title.trim(), text: text.trim(), memberId: null });
    if ("done" in came) onDone(came.done.idea?.state === "PENDING");
  };
  return (
    <form
      class={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Text label={ideas.titleOf} value={title} maxLength={TITLE_MAX} onChange={setTitle} />
      <Text label={ideas.text} hint={ideas.textHint(format.number(charactersMax))} lines={5} value={text} maxLength={charactersMax} onChange={setText} />
      <Said outcome={wish.outcome} />
      <div class={styles["buttons"]}>
        <Button look="soft" onPress={onClose}>
          {app.cancel}
        </Button>
        <Button type="submit" wide disabled={!isWhole} isPending={wish.isPending}>
          {ideas.send}
        </Button>
      </div>
    </form>
  );
}
