import { useState } from "preact/hooks";

import { ChangeProfileDocument, type ProfilePageQuery } from "../generated/documents.js";
import { useApi, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Select, Switch, Text } from "../parts/Field.js";
import { Notice, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { birthdayOf, typedOf } from "./birthday.js";
import styles from "./Profile.module.css";

type Member = NonNullable<ProfilePageQuery["me"]>;
type Asks = NonNullable<ProfilePageQuery["programme"]>["preferences"];

const NAME_MAX = 64;

/** Name, birthday and preferences. Only what was changed is sent, so that a birthday is not used up by a name. */
export function AboutForm({ member, asks }: { member: Member; asks: Asks }) {
  const { app, profile } = useMessages();
  const format = useFormat();
  const { answers } = useApi();
  const told = member.profile;
  const [name, setName] = useState(told.name);
  const [birthday, setBirthday] = useState(typedOf(told.birthday));
  const [preferences, setPreferences] = useState(Object.fromEntries(told.preferences.map(({ code, value }) => [code, value])));
  const wish = useWish(ChangeProfileDocument, "profile");

  const save = async () => {
    const before = birthdayOf(typedOf(told.birthday));
    const wished = birthdayOf(birthday);
    const chosen = Object.entries(preferences).filter(([, value]) => value);
    const came = await wish.run({
      etag: told.etag,
      ...(name !== told.name && { name }),
      ...(wished && JSON.stringify(wished) !== JSON.stringify(before) && { birthday: wished }),
      ...(asks.length > 0 && { preferences: chosen.map(([code, value]) => ({ code, value })) }),
    });
    if ("refused" in came && came.code === "ETAG_MISMATCH") answers.refresh();
  };
  const changesLeft = told.birthdayChangesLeft;
  return (
    <Panel title={profile.about} aside={member.phone ?? ""}>
      <form
        class={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Text label={profile.name} value={name} maxLength={NAME_MAX} autoComplete="name" onChange={setName} />
        <fieldset class={styles["birthday"]}>
          <legend>{profile.birthday}</legend>
          <Select
            label={profile.calendar}
            value={birthday.calendar}
            options={[
              ["SOLAR", profile.calendars.SOLAR],
              ["LUNAR", profile.calendars.LUNAR],
            ]}
            onChange={(calendar) => setBirthday({ ...birthday, calendar: calendar as "SOLAR" | "LUNAR" })}
          />
          <Text label={profile.year} value={birthday.year} numeric maxLength={4} onChange={(year) => setBirthday({ ...birthday, year })} />
          <Text label={profile.month} value={birthday.month} numeric maxLength={2} onChange={(month) => setBirthday({ ...birthday, month })} />
          <Text label={profile.day} value={birthday.day} numeric maxLength={2} onChange={(day) => setBirthday({ ...birthday, day })} />
          {birthday.calendar === "LUNAR" && (
            <Switch label={profile.leap} on={birthday.leapMonth} onChange={(leapMonth) => setBirthday({ ...birthday, leapMonth })} />
          )}
          {changesLeft !== null && <p>{profile.changes(format.number(changesLeft))}</p>}
        </fieldset>
        {asks.map((ask) => (
          <Select
            key={ask.code}
            label={ask.name}
            value={preferences[ask.code] ?? ""}
            options={[["", profile.noAnswer], ...ask.values.map((value) => [value.code, value.name] as const)]}
            onChange={(value) => setPreferences({ ...preferences, [ask.code]: value })}
          />
        ))}
        <Said outcome={wish.outcome} />
        {wish.outcome && "done" in wish.outcome && <Notice>{app.saved}</Notice>}
        <Button type="submit" wide isPending={wish.isPending}>
          {app.save}
        </Button>
      </form>
    </Panel>
  );
}
