import { useState } from "preact/hooks";

import { LeaveOneGroupDocument, type MyGroupsQuery } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Link } from "../parts/Link.js";
import { Said } from "../parts/Said.js";
import { Sheet } from "../parts/Sheet.js";
import styles from "./Clubs.module.css";

interface Props {
  membership: NonNullable<MyGroupsQuery["memberGroups"]>["memberships"][number];
  /** Of its kind. */
  name: string;
  /** The name of its store; empty for a club. */
  store: string;
  onLeft: (said: string) => void;
}

/** A group that the member is in: their role, what silence brings, and the way out. */
export function MyGroup({ membership: { groupId, number, role, standing, joinedAt, kocMonth }, name, store, onLeft }: Props) {
  const { clubs } = useMessages();
  const format = useFormat();
  const [isLeaving, setLeaving] = useState(false);
  const title = clubs.group([name, store].filter(Boolean).join(" · "), format.number(number));
  const offer = standing === "SILENT" ? clubs.silent : standing === "FLAGGED" ? clubs.flagged : "";
  return (
    <div class={styles["group"]}>
      <strong>{title}</strong>
      <p class={styles["terms"]}>
        {role !== "MEMBER" && <Badge tone="good">{clubs.roles[role] ?? role}</Badge>}
        {kocMonth && <Badge>{clubs.koc(format.month(kocMonth))}</Badge>}
        <span class={styles["soft"]}>{clubs.since(format.date(joinedAt))}</span>
      </p>
      {offer && (
        <p class={styles["offer"]}>
          {offer} <Link to="/wallet">{clubs.toWallet}</Link>
        </p>
      )}
      <Button look="soft" label={clubs.leaveOf(title)} onPress={() => setLeaving(true)}>
        {clubs.leave}
      </Button>
      {isLeaving && (
        <Leaving
          groupId={groupId}
          title={title}
          onClose={(left) => {
            setLeaving(false);
            if (left) onLeft(clubs.left(title));
          }}
        />
      )}
    </div>
  );
}

function Leaving({ groupId, title, onClose }: { groupId: string; title: string; onClose: (left: boolean) => void }) {
  const { app, clubs } = useMessages();
  const wish = useWish(LeaveOneGroupDocument, "leave-group");
  const leave = async () => {
    const came = await wish.run({ groupId, memberId: null });
    if ("done" in came) onClose(true);
  };
  return (
    <Sheet
      title={clubs.leaveOf(title)}
      onClose={() => onClose(false)}
      actions={
        <>
          <Button look="soft" onPress={() => onClose(false)}>
            {app.cancel}
          </Button>
          <Button wide isPending={wish.isPending} onPress={() => void leave()}>
            {clubs.leave}
          </Button>
        </>
      }
    >
      <p>{clubs.leaveText}</p>
      <Said outcome={wish.outcome} />
    </Sheet>
  );
}
