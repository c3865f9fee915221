import { Button, Dialog, toast } from "@tessera/kit";
import { useState } from "react";

import { RevokeOauthClientDocument, RotateOauthClientSecretDocument, type OauthClientRowFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import { SecretShown } from "../parts/SecretShown.js";

type Props = { client: OauthClientRowFragment; onClose: () => void };

/** A new secret; the one before is good for a day more. */
export function RotateDialog({ client, onClose }: Props) {
  const { app, clients } = useMessages();
  const words = clients.rotate;
  const [secret, setSecret] = useState("");
  const wish = useWish(RotateOauthClientSecretDocument, "client-secret");
  const rotate = async (atOnce: boolean) => {
    const outcome = await wish.run({ clientId: client.id, atOnce }).catch(() => undefined);
    if (outcome && "done" in outcome) setSecret(outcome.done.secret ?? clients.secret.lost);
  };
  if (secret) return <SecretShown words={clients.secret} id={client.id} secret={secret} onClose={onClose} />;
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
      <p>{client.name || client.id}</p>
      <p>{words.text}</p>
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}

/** Switches a client off for ever. */
export function RevokeDialog({ client, onClose }: Props) {
  const { app, clients } = useMessages();
  const words = clients.revoke;
  const wish = useWish(RevokeOauthClientDocument, "client-end");
  const revoke = async () => {
    const outcome = await wish.run({ clientId: client.id }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={words.title}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="danger" isPending={wish.isPending} onPress={() => void revoke()}>
            {words.run}
          </Button>
        </>
      }
    >
      <p>{client.name || client.id}</p>
      <p>{words.text}</p>
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}
