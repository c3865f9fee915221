import { Badge, Button, Dialog, Empty, Panel, SelectField, Table, TextField, toast, type Column } from "@tessera/kit";
import { useState } from "react";

import { SwitchMessageDocument, type ChannelsQuery } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Channels.module.css";

export type Message = NonNullable<ChannelsQuery["programmeMessages"]>[number];

const REASON_MIN = 4;
const REASON_MAX = 500;
const NONE = "none";

/** The messages of the programme. One that says something wrong is switched off here, at once. */
export function MessagesPanel({ messages }: { messages: readonly Message[] }) {
  const { channels, members } = useMessages();
  const words = channels.said;
  const format = useFormat();
  const { may } = useSignedIn();
  const [open, setOpen] = useState<Message | null>(null);
  const on = useWish(SwitchMessageDocument, "message-on");
  const purposes: Record<string, string> = members.consents.purposes;
  const columns: readonly Column<Message>[] = [
    { key: "name", name: words.columns.name, cell: ({ name, code }) => <span>{name} <code>{code}</code></span> },
    { key: "purpose", name: words.columns.purpose, named: true, cell: ({ purpose }) => purposes[purpose] ?? purpose },
    {
      key: "channels",
      name: words.columns.channels,
      named: true,
      cell: (message) => message.channels.map((each) => channels.names[each] ?? each).join(" → "),
    },
    {
      key: "state",
      name: words.columns.state,
      named: true,
      cell: ({ switchedOff: off }) =>
        off ? (
          <span>
            <Badge tone="warn">{off.instead ? words.instead(nameOf(messages, off.instead)) : words.off}</Badge>{" "}
            <span className={styles.hint}>{words.since(format.dateTime(off.at), off.by, off.reason)}</span>
          </span>
        ) : (
          <Badge tone="good">{words.on}</Badge>
        ),
    },
  ];
  const control: Column<Message> = {
    key: "control",
    name: words.columns.control,
    end: true,
    cell: (message) =>
      message.switchedOff ? (
        <Button isPending={on.isPending} onPress={() => void on.run({ message: message.code, off: false }).catch(() => undefined)}>
          {words.switchOn}
        </Button>
      ) : (
        <Button onPress={() => setOpen(message)}>{words.switchOff}</Button>
      ),
  };
  return (
    <Panel title={words.title} flush>
      {messages.length ? (
        <Table label={words.title} columns={may("feedback:write") ? [...columns, control] : columns} rows={messages} keyOf={({ code }) => code} />
      ) : (
        <Empty icon="check" title={words.none}>{words.noneText}</Empty>
      )}
      <WishProblem said={on.said} error={on.error} />
      {open && <OffDialog message={open} others={standIns(messages, open)} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

/** Those that may be said instead: members agreed to a purpose, and get nothing of another. */
export function standIns(messages: readonly Message[], message: Message): readonly Message[] {
  return messages.filter(({ code, purpose, switchedOff }) => code !== message.code && purpose === message.purpose && !switchedOff);
}

function nameOf(messages: readonly Message[], code: string): string {
  return messages.find((each) => each.code === code)?.name ?? code;
}

function OffDialog({ message, others, onClose }: { message: Message; others: readonly Message[]; onClose: () => void }) {
  const { app, channels } = useMessages();
  const words = channels.said;
  const [reason, setReason] = useState("");
  const [instead, setInstead] = useState(NONE);
  const [tried, setTried] = useState(false);
  const wish = useWish(SwitchMessageDocument, "message-off");
  const short = reason.trim().length < REASON_MIN;
  const send = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const other = instead === NONE ? {} : { instead };
    const outcome = await wish.run({ message: message.code, off: true, reason: reason.trim(), ...other }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done(message.name));
    onClose();
  };
  const choices = [{ key: NONE, label: words.waits }, ...others.map(({ code, name }) => ({ key: code, label: name }))];
  return (
    <Dialog
      isOpen
      title={words.offTitle(message.name)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="primary" isPending={wish.isPending} onPress={() => void send()}>
            {wish.isPaused ? app.states.paused : words.switchOff}
          </Button>
        </>
      }
    >
      <p className={styles.hint}>{words.offText}</p>
      <SelectField label={words.insteadLabel} value={instead} onChange={setInstead} choices={choices} />
      <TextField
        autoFocus
        label={words.reason}
        hint={words.reasonHint}
        value={reason}
        onChange={setReason}
        maxLength={REASON_MAX}
        error={tried && short ? words.reasonShort : ""}
      />
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}
