import { Button, Dialog, Notice, Table, toast, type Column } from "@tessera/kit";
import { useEffect, useEffectEvent, useState } from "react";

import { ReadRevealDocument, type ReadRevealMutation } from "../generated/documents.js";
import { TesseraError, useApi, useSend } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import { copyOf } from "./ids.js";
import styles from "./Reveals.module.css";

type Shown = NonNullable<ReadRevealMutation["readReveal"]>;
type Phone = NonNullable<Shown["phones"]>[number];

/** Personal data leaves the screen by itself. */
const SHOWN_MINUTES = 5;

/** Asks once more, then shows the phones: they are in no cache, and gone when this closes. */
export function ReadDialog({ revealId, onClose }: { revealId: string; onClose: () => void }) {
  const { app, reveals: words } = useMessages();
  const { language } = useApi();
  const send = useSend(ReadRevealDocument);
  const [shown, setShown] = useState<Shown>();
  const [state, setState] = useState<{ isPending: boolean; said: string; error: Error | null }>({ isPending: false, said: "", error: null });
  const read = async () => {
    if (state.isPending) return;
    setState({ isPending: true, said: "", error: null });
    try {
      const { data, problems } = await send({ input: { revealId } });
      if (data.readReveal?.phones) return setShown(data.readReveal);
      const [refused] = data.readReveal?.userErrors ?? [];
      const [problem] = problems;
      setState({ isPending: false, said: refused?.message[language] ?? "", error: problem ? new TesseraError([problem]) : null });
    } catch (error) {
      setState({ isPending: false, said: "", error: error as Error });
    }
  };
  if (shown) return <Phones shown={shown} onClose={onClose} />;
  return (
    <Dialog
      isOpen
      title={words.readTitle}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="primary" isPending={state.isPending} onPress={() => void read()}>
            {words.read}
          </Button>
        </>
      }
    >
      <p>{words.readText}</p>
      <WishProblem said={state.said} error={state.error} />
    </Dialog>
  );
}

function Phones({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const { app, reveals: words } = useMessages();
  const format = useFormat();
  const phones = shown.phones ?? [];
  const gone = shown.gone?.length ?? 0;
  // The time runs from the first look, however often the screen behind is drawn anew.
  const over = useEffectEvent(onClose);
  useEffect(() => {
    const timer = setTimeout(() => over(), SHOWN_MINUTES * 60_000);
    return () => clearTimeout(timer);
  }, []);
  const copy = async () => {
    const copying = navigator.clipboard?.writeText(copyOf(phones)) ?? Promise.reject(new Error("there is no clipboard"));
    await copying.then(() => toast(app.states.copied)).catch(() => undefined);
  };
  const columns: readonly Column<Phone>[] = [
    { key: "member", name: words.member, cell: ({ memberId }) => <code>{memberId}</code> },
    { key: "phone", name: words.phone, cell: ({ phone }) => phone ?? words.noPhone },
  ];
  return (
    <Dialog
      isOpen
      stays
      title={words.shownTitle}
      onClose={onClose}
      actions={
        <>
          <Button onPress={() => void copy()}>{app.states.copy}</Button>
          <Button look="primary" onPress={onClose}>
            {app.states.close}
          </Button>
        </>
      }
    >
      <Notice tone="warn">
        {words.shown(format.number(phones.length))} {gone > 0 && words.gone(format.number(gone))} {words.hides(String(SHOWN_MINUTES))}
      </Notice>
      <div className={styles.phones}>
        <Table label={words.phones} columns={columns} rows={phones} keyOf={({ memberId }) => memberId} />
      </div>
    </Dialog>
  );
}
