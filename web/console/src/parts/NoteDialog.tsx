import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState, type ReactNode } from "react";

import type { Outcome } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "./Page.js";
import styles from "./Diff.module.css";

/** Characters of the reason that stands with a version for ever. */
const NOTE_MIN = 4;
const NOTE_MAX = 500;

/** What comes of a wish for another version: it is in force, or waits for a second person. */
interface Changed {
  readonly approval: object | null;
  readonly programme: { readonly version: number } | null;
}

interface Props {
  title: string;
  text: string;
  /** The word on the button. */
  action: string;
  wish: { readonly isPending: boolean; readonly isPaused: boolean; readonly said: string; readonly error: Error | null };
  /** Sends the wish with the reason. */
  send: (note: string) => Promise<Outcome<Changed>>;
  onClose: () => void;
  onPublished?: () => void;
  /** Something has to be decided first. */
  isBlocked?: boolean;
  /** What will change. */
  children: ReactNode;
}

/** Shows what will change, asks for the reason, and puts another version in force. */
export function NoteDialog({ title, text, action, wish, send, onClose, onPublished, isBlocked, children }: Props) {
  const { app, programme: words } = useMessages();
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const short = note.trim().length < NOTE_MIN;
  const run = async () => {
    setTried(true);
    if (short || isBlocked || wish.isPending) return;
    const outcome = await send(note.trim()).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    const { approval, programme } = outcome.done;
    if (approval) toast(words.asked, "info");
    else {
      toast(words.published(String(programme?.version ?? "")));
      onPublished?.();
    }
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="primary" isDisabled={isBlocked ?? false} isPending={wish.isPending} onPress={() => void run()}>
            {wish.isPaused ? app.states.paused : action}
          </Button>
        </>
      }
    >
      <p className={styles.hint}>{text}</p>
      {children}
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
