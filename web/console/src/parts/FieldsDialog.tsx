import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { useMessages } from "../lib/messages.js";
import styles from "./FieldsDialog.module.css";
import { WishProblem } from "./Page.js";

export interface Field {
  readonly key: string;
  readonly label: string;
  readonly most: number;
  readonly lines?: boolean;
  readonly optional?: boolean;
  readonly hint?: string;
}

export type Values = Readonly<Record<string, string>>;

interface Props {
  title: string;
  text?: string;
  fields: readonly Field[];
  action: string;
  done: string;
  wish: { isPending: boolean; said: string; error: Error | null };
  /** Sends what was written, without blanks at its ends; whether it was done. */
  send: (values: Values) => Promise<boolean>;
  onClose: () => void;
}

/** Whether what was sent was done. */
export const wasDone = (sent: Promise<{ done: unknown } | { refused: unknown }>) => sent.then((outcome) => "done" in outcome).catch(() => false);

/** Some words that an operator writes before something is done. */
export function FieldsDialog({ title, text, fields, action, done, wish, send, onClose }: Props) {
  const { app } = useMessages();
  const [values, setValues] = useState<Values>({});
  const written = Object.fromEntries(fields.map(({ key }) => [key, (values[key] ?? "").trim()]));
  const isWhole = fields.every(({ key, optional }) => optional || written[key]);
  const run = async () => {
    if (!isWhole || wish.isPending || !(await send(written))) return;
    toast(done);
    onClose();
  };
  return (
    <Dialog isOpen stays title={title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {text && <p>{text}</p>}
        {fields.map(({ key, label, most, lines, optional, hint }, n) => (
          <TextField
            key={key}
            autoFocus={n === 0}
            lines={Boolean(lines)}
            label={label}
            hint={hint}
            value={values[key] ?? ""}
            onChange={(value) => setValues((now) => ({ ...now, [key]: value }))}
            maxLength={most}
            isRequired={!optional}
          />
        ))}
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending} isDisabled={!isWhole}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
