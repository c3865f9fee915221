import { Button, Dialog, Notice } from "@tessera/kit";

import styles from "./Parts.module.css";

export interface SecretWords {
  readonly title: string;
  readonly text: string;
  readonly kept: string;
}

/** A secret, which is shown this once. */
export function SecretShown({ words, secret, id, onClose }: { words: SecretWords; secret: string; id?: string; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      stays
      title={words.title}
      onClose={onClose}
      actions={
        <Button look="primary" onPress={onClose}>
          {words.kept}
        </Button>
      }
    >
      <Notice tone="warn">{words.text}</Notice>
      {id && <p className={styles.secret}>{id}</p>}
      <p className={styles.secret}>{secret}</p>
    </Dialog>
  );
}
