import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Link } from "../parts/Link.js";
import styles from "./Shortcuts.module.css";

/** The ways from the card to what can be done for points, and with them. */
export function Shortcuts() {
  const { card } = useMessages();
  const ways = [
    ["/tasks", "medal", card.shortcuts.tasks],
    ["/lottery", "lottery", card.shortcuts.lottery],
    ["/leaderboards", "boards", card.shortcuts.boards],
    ["/events", "calendar", card.shortcuts.events],
    ["/gifts", "gift", card.shortcuts.gifts],
    ["/ideas", "idea", card.shortcuts.ideas],
    ["/topics", "topic", card.shortcuts.topics],
    ["/surveys", "check", card.shortcuts.surveys],
    ["/clubs", "clubs", card.shortcuts.clubs],
    ["/offers", "rewards", card.shortcuts.offers],
  ] as const;
  return (
    <ul class={styles["shortcuts"]}>
      {ways.map(([to, icon, text]) => (
        <li key={to}>
          <Link to={to}>
            <Icon name={icon} size={24} />
            {text}
          </Link>
        </li>
      ))}
    </ul>
  );
}
