import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { PublishProgrammeDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import { Diff } from "./Diff.js";
import { NOTE_MAX, NOTE_MIN } from "./note.js";
import styles from "./Programme.module.css";

/** Shows what will change, asks for the reason, and puts the file in force. */
export function PublishDialog({
  before,
  after,
  onClose,
  onPublished,
}: {
  before: string;
  after: string;
  onClose: () => void;
  onPublished: () => void;
}) {
  const { app, programme: words } = useMessages();
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(PublishProgrammeDocument, "publish");
  const short = note.trim().length < NOTE_MIN;
  const publish = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const outcome = await wish.run({ sourceYaml: after, note: note.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    const { approval, programme } = outcome.done;
    if (approval) toast(words.asked, "info");
    else {
      toast(words.published(String(programme?.version ?? "")));
      onPublished();
    }
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={words.publishTitle}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="primary" isPending={wish.isPending} onPress={() => void publish()}>
            {wish.isPaused ? app.states.paused : words.publish}
          </Button>
        </>
      }
    >
      <p className={styles.hint}>{words.publishText}</p>
      <Diff before={before} after={after} />
      <TextField
        autoFocus
        label={words.note}
        hint={words.noteHint}
        value={note}
        onChange={setNote}
        maxLength={NOTE_MAX}
        error={tried && short ? words.noteShort : ""}
      />
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}
