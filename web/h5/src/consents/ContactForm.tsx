import { useState } from "preact/hooks";

import { WishContactDocument, type ConsentsPageQuery, type WishContactMutation, type WishContactMutationVariables } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Select, Switch, Text } from "../parts/Field.js";
import { Notice, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Consents.module.css";

type Preferences = NonNullable<ConsentsPageQuery["me"]>["contactPreferences"];
type Channel = NonNullable<Preferences>["channels"][number];

type Wish = ReturnType<typeof useWish<WishContactMutation, WishContactMutationVariables>>;

const OFFERED: readonly Channel[] = ["WECHAT", "SMS", "APP_PUSH", "EMAIL", "WECOM", "IN_APP", "PHONE"];
const NIGHT = { fromTime: "22:00", untilTime: "08:00" } as const;

/** The channel that comes first, and the hours without messages. The language of messages stays as it is. */
export function ContactForm({ preferences }: { preferences: Preferences }) {
  const wish = useWish(WishContactDocument, "contact");
  // What changed elsewhere is shown in its place; what came of the wish stays in sight.
  return <Fields key={JSON.stringify(preferences)} preferences={preferences} wish={wish} />;
}

function Fields({ preferences, wish }: { preferences: Preferences; wish: Wish }) {
  const { app, consents } = useMessages();
  const channels = preferences?.channels ?? [];
  const quiet = preferences?.quietHours ?? null;
  const [first, setFirst] = useState<string>(channels[0] ?? "");
  const [isQuiet, setQuiet] = useState(quiet !== null);
  const [fromTime, setFrom] = useState(quiet?.fromTime ?? NIGHT.fromTime);
  const [untilTime, setUntil] = useState(quiet?.untilTime ?? NIGHT.untilTime);
  const offered = [...OFFERED, ...channels.filter((each) => !OFFERED.includes(each))];

  const save = () =>
    wish.run({
      channels: first ? [first as Channel, ...channels.filter((each) => each !== first)] : [],
      ...(isQuiet && { quietHours: { fromTime, untilTime, timeZone: quiet?.timeZone ?? null } }),
      ...(preferences?.language && { language: preferences.language }),
    });
  return (
    <Panel title={consents.contact}>
      <form
        class={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Select
          label={consents.first}
          value={first}
          options={[["", consents.noOrder], ...offered.map((each) => [each, consents.channels[each] ?? each] as const)]}
          onChange={setFirst}
        />
        <Switch label={consents.quiet} on={isQuiet} onChange={setQuiet} />
        {isQuiet && (
          <div class={styles["hours"]}>
            <Text label={consents.from} type="time" required value={fromTime} onChange={setFrom} />
            <Text label={consents.until} type="time" required value={untilTime} onChange={setUntil} />
          </div>
        )}
        <Said outcome={wish.outcome} />
        {wish.outcome && "done" in wish.outcome && <Notice>{app.saved}</Notice>}
        <Button type="submit" wide isPending={wish.isPending}>
          {app.save}
        </Button>
      </form>
    </Panel>
  );
}
