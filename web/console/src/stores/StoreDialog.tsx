import { useNavigate } from "@tanstack/react-router";
import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { SaveStoreDocument, type WholeStoreFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { WishProblem } from "../parts/Page.js";
import { fieldsOf, storeOf, type Fields } from "./fields.js";
import { WEEKDAYS } from "./hours.js";
import styles from "./Stores.module.css";

/** A store that is written: a new one, or one as it was read, which another's change meanwhile protects. */
export function StoreDialog({ store, onClose }: { store?: WholeStoreFragment; onClose: () => void }) {
  const { app, stores: words } = useMessages();
  const { timeZone } = useSignedIn();
  const navigate = useNavigate();
  const [fields, setFields] = useState(() => fieldsOf(store, timeZone ?? ""));
  const [tried, setTried] = useState(false);
  const wish = useWish(SaveStoreDocument, "store");
  const { written, wrong } = storeOf(fields, store);
  const save = async () => {
    setTried(true);
    if (!written || wish.isPending) return;
    const outcome = await wish.run(written).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.saved(written.nameZh || written.nameEn || written.code));
    onClose();
    if (!store) void navigate({ to: "/stores/$code", params: { code: written.code } });
  };
  const faultOf = (key: Exclude<keyof Fields, "hours">) => {
    const fault = wrong[key];
    return tried && fault ? words.wrong[fault] : "";
  };
  const field = (key: Exclude<keyof Fields, "hours">, maxLength: number, hint?: string) => (
    <TextField
      label={words.fields[key]}
      value={fields[key]}
      onChange={(value) => setFields({ ...fields, [key]: value })}
      maxLength={maxLength}
      isDisabled={key === "code" && store !== undefined}
      hint={hint}
      error={faultOf(key)}
    />
  );
  return (
    <Dialog isOpen stays title={store ? words.edit : words.add} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className={styles.pair}>
          {field("code", 64, words.hints.code)}
          {field("city", 64)}
          {field("nameZh", 64)}
          {field("nameEn", 64)}
          {field("latitude", 12)}
          {field("longitude", 12)}
          {field("timeZone", 64, words.hints.timeZone)}
          {field("closedFrom", 10, words.hints.closedFrom)}
        </div>
        <fieldset className={styles.week}>
          <legend>{words.hours}</legend>
          {WEEKDAYS.map((weekday) => (
            <TextField
              key={weekday}
              label={words.weekdays[weekday] ?? ""}
              placeholder={words.closedAllDay}
              value={fields.hours[weekday - 1] ?? ""}
              onChange={(value) => setFields({ ...fields, hours: fields.hours.with(weekday - 1, value) })}
              maxLength={80}
              error={tried && wrong.weekdays.includes(weekday) ? words.wrong.hours : ""}
            />
          ))}
          <p className={styles.soft}>{words.hints.hours}</p>
        </fieldset>
        {field("closedDays", 4_400, words.hints.closedDays)}
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {wish.isPaused ? app.states.paused : words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

