import { Button, Dialog, Notice } from "@tessera/kit";

import { useMessages } from "../lib/messages.js";
import styles from "./Webhooks.module.css";

/** A secret, which is shown this once. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { webhooks: words } = useMessages();
  return (
    <Dialog
      isOpen
      stays
      title={words.secret.title}
      onClose={onClose}
      actions={
        <Button look="primary" onPress={onClose}>
          {words.secret.kept}
        </Button>
      }
    >
      <Notice tone="warn">{words.secret.text}</Notice>
      <p className={styles.secret}>{secret}</p>
    </Dialog>
  );
}
