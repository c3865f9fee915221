import { useState } from "preact/hooks";

import { JoinOneGroupDocument, type MyGroupsQuery } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Select, Switch } from "../parts/Field.js";
import { Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Clubs.module.css";
import { toggled, type Way } from "./views.js";

type Kind = NonNullable<MyGroupsQuery["memberGroups"]>["kinds"][number];

/** A kind of groups to join: at which store, and what the member likes. */
export function JoinPanel({ way: { kind, stores }, onJoined }: { way: Way<Kind>; onJoined: (said: string) => void }) {
  const { clubs } = useMessages();
  const format = useFormat();
  const wish = useWish(JoinOneGroupDocument, "join-group");
  const [picked, setPicked] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  // The store of before is gone from the list once its group is joined.
  const store = stores.find(([code]) => code === picked) ?? stores[0];
  const join = async () => {
    const came = await wish.run({ kind: kind.code, storeId: store?.[0] ?? null, preferences: chosen, memberId: null });
    if (!("done" in came) || !came.done.membership) return;
    const name = [kind.name, store?.[1]].filter(Boolean).join(" · ");
    onJoined(clubs.joined(clubs.group(name, format.number(came.done.membership.number))));
    setChosen([]);
  };
  return (
    <Panel title={clubs.joinOf(kind.name)} aside={clubs.most(format.number(kind.limit))}>
      <div class={styles["join"]}>
        {store && <Select label={clubs.store} value={store[0]} options={stores} onChange={setPicked} />}
        {kind.choices.length > 0 && (
          <div role="group" aria-label={clubs.likes}>
            <p class={styles["soft"]}>{clubs.likes}</p>
            {kind.choices.map(({ code, name }) => (
              <Switch
                key={code}
                label={name}
                on={chosen.includes(code)}
                onChange={() => setChosen(toggled(kind.choices.map((each) => each.code), chosen, code))}
              />
            ))}
          </div>
        )}
        <Said outcome={wish.outcome} />
        <Button wide label={clubs.joinOf(kind.name)} isPending={wish.isPending} onPress={() => void join()}>
          {clubs.join}
        </Button>
      </div>
    </Panel>
  );
}
