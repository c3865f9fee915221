import { useState } from "preact/hooks";

import { EnterInviteCodeDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Text } from "../parts/Field.js";
import { Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Invites.module.css";

/** A new member says who invited them. */
export function EnterCode({ until }: { until: string }) {
  const { invites } = useMessages();
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const wish = useWish(EnterInviteCodeDocument, "invite");
  const code = typed.trim();
  return (
    <Panel title={invites.enter}>
      <form
        class={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (code) void wish.run({ code });
        }}
      >
        <Text label={invites.code} hint={invites.until(format.dateTime(until))} value={typed} maxLength={32} autoComplete="off" onChange={setTyped} />
        <Button type="submit" wide look="soft" disabled={!code} isPending={wish.isPending}>
          {invites.send}
        </Button>
        <Said outcome={wish.outcome} />
      </form>
    </Panel>
  );
}
