import { useMessages } from "../lib/messages.js";
import { Icon } from "./Icon.js";
import { Link } from "./Link.js";
import { Panel } from "./Page.js";
import styles from "./Ways.module.css";

/** The ways to the screens that have no place in the bar. */
export function Ways() {
  const { profile } = useMessages();
  const ways = [
    ["/inbox", profile.inbox],
    ["/invites", profile.invites],
    ["/feedback", profile.feedback],
    ["/consents", profile.consents],
    ["/privacy", profile.privacy],
  ] as const;
  return (
    <Panel>
      <ul class={styles["ways"]}>
        {ways.map(([to, text]) => (
          <li key={to}>
            <Link to={to}>
              {text}
              <Icon name="chevron" size={16} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
