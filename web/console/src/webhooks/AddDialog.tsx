import { Button, Dialog, TextField } from "@tessera/kit";
import { useState } from "react";

import { CreateWebhookEndpointDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import { SecretShown } from "../parts/SecretShown.js";
import { typesIn, unknownOf } from "./types.js";
import styles from "./Webhooks.module.css";

/** Makes an endpoint, and shows its secret until the dialog is closed. */
export function AddDialog({ known, onClose }: { known: readonly string[]; onClose: () => void }) {
  const { app, webhooks } = useMessages();
  const words = webhooks.add;
  const [url, setUrl] = useState("");
  const [description, setDescription] = useState("");
  const [types, setTypes] = useState("");
  const [secret, setSecret] = useState("");
  const wish = useWish(CreateWebhookEndpointDocument, "webhook");
  const unknown = unknownOf(typesIn(types), known);
  const add = async () => {
    if (!url.trim() || unknown.length || wish.isPending) return;
    const input = { url: url.trim(), description: description.trim(), types: typesIn(types) };
    const outcome = await wish.run(input).catch(() => undefined);
    if (outcome && "done" in outcome) setSecret(outcome.done.secret ?? "");
  };
  if (secret) return <SecretShown words={webhooks.secret} secret={secret} onClose={onClose} />;
  return (
    <Dialog isOpen stays title={words.title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField autoFocus label={words.url} hint={words.urlHint} value={url} onChange={setUrl} maxLength={500} isRequired />
        <TextField label={words.description} value={description} onChange={setDescription} maxLength={200} />
        <TypesField types={types} onChange={setTypes} known={known} />
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

/** Types of events, as words in a line. */
export function TypesField({ types, onChange, known }: { types: string; onChange: (types: string) => void; known: readonly string[] }) {
  const { webhooks: words } = useMessages();
  const unknown = unknownOf(typesIn(types), known);
  return (
    <TextField
      lines
      label={words.types}
      hint={words.typesHint(known.join(" "))}
      value={types}
      onChange={onChange}
      error={unknown.length ? words.typesWrong(unknown.join(" ")) : ""}
    />
  );
}
