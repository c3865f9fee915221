import { useNavigate } from "@tanstack/react-router";
import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { DeleteWebhookEndpointDocument, ReplayWebhooksDocument, RotateWebhookSecretDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import { SecretShown } from "../parts/SecretShown.js";
import { instantOf } from "./types.js";
import styles from "./Webhooks.module.css";
import type { Endpoint } from "./WebhooksPage.js";

const DAY_MS = 86_400_000;

/** Sends a span of time again. It begins where the endpoint began to fail, or a day ago. */
export function ReplayDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const { app, webhooks } = useMessages();
  const words = webhooks.replay;
  const [from, setFrom] = useState(() => endpoint.failingSince ?? new Date(Date.now() - DAY_MS).toISOString());
  const [to, setTo] = useState("");
  const wish = useWish(ReplayWebhooksDocument, "replay");
  const fromTime = instantOf(from);
  const toTime = to.trim() ? instantOf(to) : null;
  const replay = async () => {
    if (!fromTime || toTime === undefined || wish.isPending) return;
    const outcome = await wish.run({ endpointId: endpoint.id, fromTime, toTime, types: [] }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    onClose();
  };
  return (
    <Dialog isOpen stays title={words.title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void replay();
        }}
      >
        <p>{words.text}</p>
        <TextField autoFocus label={words.from} hint={words.hint} value={from} onChange={setFrom} maxLength={40} error={fromTime ? "" : words.wrong} />
        <TextField label={words.to} hint={words.toHint} value={to} onChange={setTo} maxLength={40} error={toTime === undefined ? words.wrong : ""} />
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

/** A new secret; the one before signs for a day more. */
export function RotateDialog({ endpointId, onClose }: { endpointId: string; onClose: () => void }) {
  const { app, webhooks } = useMessages();
  const words = webhooks.rotate;
  const [secret, setSecret] = useState("");
  const wish = useWish(RotateWebhookSecretDocument, "rotate");
  const rotate = async (atOnce: boolean) => {
    const outcome = await wish.run({ endpointId, atOnce }).catch(() => undefined);
    if (outcome && "done" in outcome) setSecret(outcome.done.secret ?? "");
  };
  if (secret) return <SecretShown words={webhooks.secret} secret={secret} onClose={onClose} />;
  return (
    <Dialog
      isOpen
      title={words.title}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="danger" isPending={wish.isPending} onPress={() => void rotate(true)}>
            {words.leaked}
          </Button>
          <Button look="primary" isPending={wish.isPending} onPress={() => void rotate(false)}>
            {words.run}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}

/** Deletes an endpoint with all that waits for it. */
export function DeleteDialog({ endpointId, onClose }: { endpointId: string; onClose: () => void }) {
  const { app, webhooks } = useMessages();
  const words = webhooks.remove;
  const navigate = useNavigate();
  const wish = useWish(DeleteWebhookEndpointDocument, "webhook-end");
  const remove = async () => {
    const outcome = await wish.run({ endpointId }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    void navigate({ to: "/webhooks" });
  };
  return (
    <Dialog
      isOpen
      title={words.title}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="danger" isPending={wish.isPending} onPress={() => void remove()}>
            {words.run}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}
