import { Button, Dialog, IconButton, Segments, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { DeleteViewDocument, SaveViewDocument, type SavedViewsQuery } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Views.module.css";

type View = NonNullable<SavedViewsQuery["savedViews"]>[number];
const OWNERS = ["own", "team"] as const;

/** Keeps the screen as it is under a name, and deletes views that the person saved. */
export function ViewsDialog({ here, views, onClose }: { here: string; views: readonly View[]; onClose: () => void }) {
  const { app, views: words } = useMessages();
  const { subject } = useSignedIn();
  const [name, setName] = useState("");
  const [owner, setOwner] = useState<(typeof OWNERS)[number]>("own");
  const saving = useWish(SaveViewDocument, "view");
  const deleting = useWish(DeleteViewDocument, "view-gone");
  const own = views.filter(({ savedBy }) => savedBy === subject);
  const save = async () => {
    if (!name.trim() || saving.isPending) return;
    const outcome = await saving.run({ name: name.trim(), address: here, team: owner === "team" }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.kept);
    onClose();
  };
  return (
    <Dialog isOpen title={words.keep} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p>{words.lead}</p>
        <TextField autoFocus label={words.name} value={name} onChange={setName} maxLength={40} isRequired />
        <Segments
          label={words.owner}
          value={owner}
          onChange={setOwner}
          choices={OWNERS.map((key) => ({ key, label: words.owners[key] }))}
        />
        <WishProblem said={saving.said} error={saving.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={saving.isPending} isDisabled={!name.trim()}>
            {words.save}
          </Button>
        </div>
      </form>
      {own.length > 0 && (
        <section className={styles.own} aria-label={words.own}>
          <h3>{words.own}</h3>
          <ul>
            {own.map((view) => (
              <li key={view.id}>
                <span>{view.name}</span>
                <IconButton
                  icon="close"
                  label={words.drop(view.name)}
                  onPress={() => void deleting.run({ id: view.id }).catch(() => undefined)}
                />
              </li>
            ))}
          </ul>
          <WishProblem said={deleting.said} error={deleting.error} />
        </section>
      )}
    </Dialog>
  );
}
