import { PermissionsDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Loaded, Panel } from "../parts/Page.js";
import styles from "./Consents.module.css";

/** How many messages by WeChat the member still gets; they are allowed in the mini-program, one at a time. */
export function PermissionsPanel() {
  const { consents } = useMessages();
  const asked = useAsk(PermissionsDocument, {});
  const words = consents.permissions;
  return (
    <Loaded asked={asked}>
      {({ subscriptions }) =>
        subscriptions?.templates.length ? (
          <Panel title={words.title}>
            <p class={styles["text"]}>{words.text}</p>
            <ul class={styles["permissions"]}>
              {subscriptions.templates.map(({ code, granted, messages }) => (
                <li key={code}>
                  <span>{messages.join(" · ") || code}</span>
                  <span>{words.left(granted)}</span>
                </li>
              ))}
            </ul>
          </Panel>
        ) : null
      }
    </Loaded>
  );
}
