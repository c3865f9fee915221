import { Button, Empty } from "@tessera/kit";

import { useMessages } from "../lib/messages.js";
import styles from "./SignIn.module.css";

/** The gateway does not even say how to sign in. */
export function Away({ onRetry }: { onRetry: () => void }) {
  const { signIn } = useMessages().app;
  return (
    <main className={styles.page}>
      <Empty
        icon="offline"
        title={signIn.away}
        action={
          <Button icon="refresh" onPress={onRetry}>
            {signIn.retry}
          </Button>
        }
      />
    </main>
  );
}
