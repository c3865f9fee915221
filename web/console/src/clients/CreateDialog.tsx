import { Button, Dialog, Segments, TextField } from "@tessera/kit";
import { useState } from "react";

import { CreateOauthClientDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { WishProblem } from "../parts/Page.js";
import { SecretShown } from "../parts/SecretShown.js";
import styles from "./Clients.module.css";
import { notTheirs, scopesIn } from "./scopes.js";

/** Makes a client, and shows its secret until the dialog is closed. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const { app, clients } = useMessages();
  const { may } = useSignedIn();
  const words = clients.create;
  const [name, setName] = useState("");
  const [role, setRole] = useState<"CHANNEL" | "OPERATOR">("CHANNEL");
  const [scopes, setScopes] = useState("");
  const [channel, setChannel] = useState("");
  const [stores, setStores] = useState("");
  const [shown, setShown] = useState<{ id: string; secret: string } | null>(null);
  const wish = useWish(CreateOauthClientDocument, "client");
  const wanted = scopesIn(scopes);
  const missing = notTheirs(wanted, may);
  const create = async () => {
    if (!name.trim() || !wanted.length || missing.length || wish.isPending) return;
    const only = { channel: role === "CHANNEL" ? channel.trim() : "", stores: scopesIn(stores) };
    const input = { name: name.trim(), role, scopes: wanted, ...only };
    const outcome = await wish.run(input).catch(() => undefined);
    if (outcome && "done" in outcome) setShown({ id: outcome.done.client?.id ?? "", secret: outcome.done.secret ?? clients.secret.lost });
  };
  if (shown) return <SecretShown words={clients.secret} id={shown.id} secret={shown.secret} onClose={onClose} />;
  return (
    <Dialog isOpen stays title={words.title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <TextField autoFocus label={words.name} value={name} onChange={setName} maxLength={60} isRequired />
        <Segments
          label={words.role}
          value={role}
          onChange={setRole}
          choices={(["CHANNEL", "OPERATOR"] as const).map((key) => ({ key, label: clients.roles[key] ?? key }))}
        />
        <p className={styles.soft}>{words.roleText[role]}</p>
        <TextField
          lines
          label={words.scopes}
          hint={words.scopesHint}
          value={scopes}
          onChange={setScopes}
          maxLength={1000}
          error={missing.length ? words.notYours(missing.join(" ")) : ""}
          isRequired
        />
        {role === "CHANNEL" && <TextField label={words.channel} hint={words.channelHint} value={channel} onChange={setChannel} maxLength={64} />}
        <TextField label={words.stores} hint={words.storesHint} value={stores} onChange={setStores} maxLength={3300} />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {words.run}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
