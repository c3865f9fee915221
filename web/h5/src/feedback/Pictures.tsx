import { useId } from "preact/hooks";

import { useMessages } from "../lib/messages.js";
import type { Picture } from "../lib/usePictures.js";
import { Button } from "../parts/Button.js";
import styles from "./Pictures.module.css";

/** What a phone's camera makes; it turns its own format into one of these for a page that asks so. */
const TYPES = "image/jpeg,image/png,image/webp,image/gif";

interface Props {
  pictures: readonly Picture[];
  most: number;
  isPending: boolean;
  onAdd: (files: readonly File[]) => void;
  onRemove: (file: File) => void;
}

/** The pictures that go with the words, and a button for more. */
export function Pictures({ pictures, most, isPending, onAdd, onRemove }: Props) {
  const { feedback } = useMessages();
  const id = useId();
  return (
    <div class={styles["pictures"]} role="group" aria-label={feedback.pictures}>
      {pictures.map(({ file, preview, share, hasFailed }, n) => (
        <figure key={n} class={styles["picture"]} data-failed={hasFailed || undefined}>
          <img src={preview || undefined} alt={feedback.picture(n + 1)} />
          {isPending && <progress value={share} max={1} aria-label={feedback.picture(n + 1)} />}
          {hasFailed && <figcaption>{feedback.pictureFailed}</figcaption>}
          <Button look="quiet" label={feedback.removePicture(n + 1)} disabled={isPending} onPress={() => onRemove(file)}>
            ×
          </Button>
        </figure>
      ))}
      {pictures.length < most && (
        <label class={styles["more"]} for={id}>
          <input
            id={id}
            type="file"
            accept={TYPES}
            multiple
            disabled={isPending}
            onChange={({ currentTarget }) => {
              onAdd([...(currentTarget.files ?? [])]);
              // The same picture may be chosen again after it was taken away.
              currentTarget.value = "";
            }}
          />
          <span>{feedback.addPictures(most)}</span>
        </label>
      )}
    </div>
  );
}
