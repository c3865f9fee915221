import { Meter } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Clubs.module.css";

/** How full a group is; only the count where its limit is not known. */
export function Full({ members, limit }: { members: number; limit: number | undefined }) {
  const { clubs } = useMessages();
  const format = useFormat();
  const count = format.number(members);
  if (!limit) return <span>{clubs.count(count)}</span>;
  return (
    <div className={styles.full}>
      <Meter label={clubs.columns.members} text={clubs.share(count, format.number(limit))} value={members} most={limit} />
    </div>
  );
}
