import { useNavigate } from "@tanstack/react-router";
import { Button, Dialog, SelectField, TextField } from "@tessera/kit";
import { useState } from "react";

import { BroadcastSegmentsDocument, DraftBroadcastDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import { ComparisonFields, comparisonOf, NONE } from "./ComparisonFields.js";
import styles from "./Broadcasts.module.css";

/** Drafts a broadcast, and leads to it. */
export function DraftDialog({ onClose }: { onClose: () => void }) {
  const { app, broadcasts: words } = useMessages();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const asked = useAsk(BroadcastSegmentsDocument, {}, { keep: true });
  const segments = asked.data?.data.segments?.segments.map(({ segment: each }) => each) ?? [];
  const [chosen, setSegment] = useState("");
  const segment = chosen || segments[0]?.code || "";
  const [message, setMessage] = useState("");
  const [spread, setSpread] = useState("60");
  const [compared, setCompared] = useState(NONE);
  const comparison = comparisonOf(compared);
  const wish = useWish(DraftBroadcastDocument, "broadcast");
  const minutes = Number(spread);
  const isWrong = !Number.isInteger(minutes) || minutes < 0 || minutes > 240;
  const draft = async () => {
    if (!name.trim() || !segment || !message.trim() || isWrong || comparison === undefined || wish.isPending) return;
    const input = { name: name.trim(), segment, message: message.trim(), spreadMinutes: minutes, comparison };
    const outcome = await wish.run(input).catch(() => undefined);
    if (outcome && "done" in outcome && outcome.done.broadcast) {
      void navigate({ to: "/broadcasts/$id", params: { id: outcome.done.broadcast.id } });
    }
  };
  return (
    <Dialog isOpen stays title={words.draft} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void draft();
        }}
      >
        <TextField autoFocus label={words.name} value={name} onChange={setName} maxLength={60} isRequired />
        <SelectField
          label={words.segment}
          value={segment}
          onChange={setSegment}
          choices={segments.map(({ code, name: label }) => ({ key: code, label }))}
        />
        <TextField label={words.message} hint={words.messageHint} value={message} onChange={setMessage} maxLength={48} isRequired />
        <TextField
          label={words.spread}
          inputMode="numeric"
          value={spread}
          onChange={setSpread}
          maxLength={3}
          error={isWrong ? words.spreadWrong : ""}
        />
        <ComparisonFields written={compared} onChange={setCompared} />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
