import { useState } from "preact/hooks";

import { ChangeProfileDocument, type ChangeProfileMutation, type ChangeProfileMutationVariables, type ProfilePageQuery } from "../generated/documents.js";
import { useApi, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Select, Switch, Text } from "../parts/Field.js";
import { Notice, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { typedOf } from "./birthday.js";
import { changesOf } from "./changes.js";
import styles from "./Profile.module.css";

type Member = NonNullable<ProfilePageQuery["me"]>;
type Asks = NonNullable<ProfilePageQuery["programme"]>["preferences"];

type Wish = ReturnType<typeof useWish<ChangeProfileMutation, ChangeProfileMutationVariables>>;

const NAME_MAX = 64;
const ANSWER_MAX = 64;

/** Name, birthday and preferences. */
export function AboutForm({ member, asks }: { member: Member; asks: Asks }) {
  const wish = useWish(ChangeProfileDocument, "profile");
  // What changed elsewhere is shown in its place; what came of the wish stays in sight.
  return <Fields key={member.profile.etag} member={member} asks={asks} wish={wish} />;
}

interface FieldsProps {
  member: Member;
  asks: Asks;
  wish: Wish;
}

function Fields({ member, asks, wish }: FieldsProps) {
  const { app, profile } = useMessages();
  const format = useFormat();
  const { answers } = useApi();
  const told = member.profile;
  const [name, setName] = useState(told.name);
  const [birthday, setBirthday] = useState(typedOf(told.birthday));
  const [preferences, setPreferences] = useState(Object.fromEntries(told.preferences.map(({ code, value }) => [code, value])));
  const changes = changesOf(told, { name, birthday, preferences }, asks);

  const save = async () => {
    const came = await wish.run({ etag: told.etag, ...changes });
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
        {asks.map(({ code, name: label, values }) => {
          const answer = { label, value: preferences[code] ?? "", onChange: (value: string) => setPreferences({ ...preferences, [code]: value }) };
          // A question without values takes any words.
          if (values.length === 0) return <Text key={code} maxLength={ANSWER_MAX} {...answer} />;
          return <Select key={code} options={[["", profile.noAnswer], ...values.map((value) => [value.code, value.name] as const)]} {...answer} />;
        })}
        <Said outcome={wish.outcome} />
        {wish.outcome && "done" in wish.outcome && <Notice>{app.saved}</Notice>}
        <Button type="submit" wide disabled={Object.keys(changes).length === 0} isPending={wish.isPending}>
          {app.save}
        </Button>
      </form>
    </Panel>
  );
}
