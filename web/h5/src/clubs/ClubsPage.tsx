import { useState } from "preact/hooks";

import { GroupStoresDocument, MyGroupsDocument, type MyGroupsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Empty, Loaded, Notice, Page, Panel } from "../parts/Page.js";
import styles from "./Clubs.module.css";
import { JoinPanel } from "./JoinPanel.js";
import { MyGroup } from "./MyGroup.js";
import { waysOf, type Store } from "./views.js";

type Groups = NonNullable<MyGroupsQuery["memberGroups"]>;

/** The groups of stores and the clubs that the member is in, and those that they may join. */
export function ClubsPage() {
  const { clubs } = useMessages();
  const asked = useAsk(MyGroupsDocument, {});
  return (
    <Page title={clubs.title} back="/">
      <Loaded asked={asked}>
        {({ memberGroups }) =>
          memberGroups &&
          (memberGroups.kinds.length + memberGroups.memberships.length === 0 ? (
            <Empty>{clubs.none}</Empty>
          ) : memberGroups.kinds.some(({ ofStore }) => ofStore) || memberGroups.memberships.some(({ storeId }) => storeId) ? (
            <AtStores groups={memberGroups} />
          ) : (
            <Shown groups={memberGroups} stores={[]} />
          ))
        }
      </Loaded>
    </Page>
  );
}

function AtStores({ groups }: { groups: Groups }) {
  const asked = useAsk(GroupStoresDocument, {});
  return <Loaded asked={asked}>{({ stores }) => <Shown groups={groups} stores={stores?.edges.map(({ node }) => [node.code, node.name] as const) ?? []} />}</Loaded>;
}

function Shown({ groups: { kinds, memberships }, stores }: { groups: Groups; stores: readonly Store[] }) {
  const { clubs } = useMessages();
  const [said, setSaid] = useState("");
  return (
    <>
      {said && <Notice>{said}</Notice>}
      <Panel title={clubs.own}>
        {memberships.length === 0 ? (
          <Empty>{clubs.noneOwn}</Empty>
        ) : (
          <ul class={styles["own"]}>
            {memberships.map((each) => (
              <li key={each.groupId}>
                <MyGroup
                  membership={each}
                  name={kinds.find(({ code }) => code === each.kind)?.name ?? each.kind}
                  store={stores.find(([code]) => code === each.storeId)?.[1] ?? each.storeId ?? ""}
                  onLeft={setSaid}
                />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {waysOf(kinds, memberships, stores).map((way) => (
        <JoinPanel key={way.kind.code} way={way} onJoined={setSaid} />
      ))}
    </>
  );
}
