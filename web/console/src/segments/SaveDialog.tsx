import { useNavigate } from "@tanstack/react-router";
import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { SaveSegmentDocument, type SegmentRowFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Segments.module.css";

const CODE = /^[a-z][a-z0-9_]{0,47}$/;
const NAME_MAX = 64;

/** Keeps a condition as a segment: a new one, or one as it was read, which another's change protects. */
export function SaveDialog({ when, segment, onClose }: { when: string; segment?: SegmentRowFragment; onClose: () => void }) {
  const { app, segments } = useMessages();
  const words = segments.save;
  const navigate = useNavigate();
  const [code, setCode] = useState(segment?.code ?? "");
  const [nameZh, setNameZh] = useState(segment?.names.zh ?? "");
  const [nameEn, setNameEn] = useState(segment?.names.en ?? "");
  const [tried, setTried] = useState(false);
  const wish = useWish(SaveSegmentDocument, "segment");
  const wrong = { code: !CODE.test(code), name: !nameZh.trim() && !nameEn.trim() };
  const save = async () => {
    setTried(true);
    if (wrong.code || wrong.name || wish.isPending) return;
    const input = { code, nameZh: nameZh.trim(), nameEn: nameEn.trim(), when, etag: segment?.etag ?? null };
    const outcome = await wish.run(input).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    onClose();
    void navigate({ to: "/segments/$code", params: { code } });
  };
  return (
    <Dialog isOpen stays title={segment ? words.change : words.add} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          autoFocus={!segment}
          label={words.code}
          hint={words.codeHint}
          value={code}
          onChange={setCode}
          maxLength={48}
          isDisabled={segment !== undefined}
          error={tried && wrong.code ? words.codeHint : ""}
        />
        <TextField
          label={words.nameZh}
          value={nameZh}
          onChange={setNameZh}
          maxLength={NAME_MAX}
          error={tried && wrong.name ? words.nameWrong : ""}
        />
        <TextField label={words.nameEn} value={nameEn} onChange={setNameEn} maxLength={NAME_MAX} />
        <code className={styles.when}>{when}</code>
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {wish.isPaused ? app.states.paused : words.run}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
