import type { TasksPageQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Panel } from "../parts/Page.js";
import styles from "./Tasks.module.css";

type Badge = NonNullable<NonNullable<TasksPageQuery["me"]>["badges"]>[number];

/** Every badge of the brand: those that the member holds, and the way to the others. */
export function Badges({ badges }: { badges: readonly Badge[] }) {
  const { tasks } = useMessages();
  const format = useFormat();
  const held = badges.filter((badge) => badge.held).length;
  return (
    <Panel title={tasks.badges} aside={tasks.count(format.number(held), format.number(badges.length))}>
      <ul class={styles["badges"]}>
        {badges.map((badge) => (
          <BadgeTile key={badge.code} badge={badge} />
        ))}
      </ul>
    </Panel>
  );
}

function BadgeTile({ badge }: { badge: Badge }) {
  const { tasks } = useMessages();
  const format = useFormat();
  const { name, description, held, since, until, done, of } = badge;
  const state = !held
    ? tasks.count(format.number(done), format.number(of))
    : until
      ? tasks.heldUntil(format.date(until))
      : since && tasks.heldSince(format.date(since));
  return (
    <li data-held={held || undefined}>
      <span class={styles["medal"]}>
        <Icon name="medal" size={26} />
      </span>
      <strong>{name}</strong>
      {description && <small>{description}</small>}
      <small class={styles["state"]}>
        {!held && <span class="visually-hidden">{tasks.notHeld}</span>} {state}
      </small>
    </li>
  );
}
