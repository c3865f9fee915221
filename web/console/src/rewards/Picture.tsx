import { Icon } from "@tessera/kit";

import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import styles from "./Rewards.module.css";

/**
 * A reward's first picture. The page may load pictures only from the hosts that its policy names; others
 * are a link, which asks their host for nothing before somebody opens it.
 */
export function Picture({ images, name }: { images: readonly string[]; name: string }) {
  const { rewards: words } = useMessages();
  const { config } = useSignedIn();
  const [first] = images;
  const icon = <Icon name="rewards" size={20} />;
  if (!first) return <span className={styles.picture}>{icon}</span>;
  const isAllowed = config.pictures.includes(new URL(first).origin);
  return (
    <a className={styles.picture} href={first} target="_blank" rel="noreferrer" aria-label={words.picture(name)}>
      {isAllowed ? <img src={first} alt="" loading="lazy" /> : icon}
    </a>
  );
}
