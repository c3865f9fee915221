import { Button, Dialog, SelectField, TextField } from "@tessera/kit";
import { useState } from "react";

import { StopExperimentDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import type { Shown } from "./ExperimentPage.js";
import styles from "./Experiments.module.css";

/** Stops an experiment, for ever: which arm all have from now on, and why. */
export function StopDialog({ experiment, onClose }: { experiment: Shown; onClose: () => void }) {
  const { app, experiments: words } = useMessages();
  const [arm, setArm] = useState(experiment.arms[0]?.code ?? "");
  const [why, setWhy] = useState("");
  const wish = useWish(StopExperimentDocument, "experiment-stop");
  const stop = async () => {
    if (!why.trim() || wish.isPending) return;
    const outcome = await wish.run({ code: experiment.code, arm, words: why.trim() }).catch(() => undefined);
    if (outcome && "done" in outcome) onClose();
  };
  return (
    <Dialog isOpen stays title={words.stop} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void stop();
        }}
      >
        <p>{words.stopText}</p>
        <SelectField
          label={words.kept}
          value={arm}
          onChange={setArm}
          choices={experiment.arms.map(({ code, name }) => ({ key: code, label: name }))}
        />
        <TextField autoFocus label={words.reason} value={why} onChange={setWhy} maxLength={500} isRequired />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {words.stop}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
