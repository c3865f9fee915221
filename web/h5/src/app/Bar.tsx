import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Link } from "../parts/Link.js";
import styles from "./Bar.module.css";

const PLACES = [
  ["/", "card"],
  ["/points", "points"],
  ["/rewards", "rewards"],
  ["/wallet", "wallet"],
  ["/me", "me"],
] as const;
/** Screens that have no place in the bar, and the one that they belong to. */
const WITHIN: Record<string, string> = { "/consents": "/me", "/feedback": "/me", "/tasks": "/", "/lottery": "/", "/gifts": "/", "/clubs": "/", "/ideas": "/", "/topics": "/", "/invites": "/me", "/surveys": "/", "/leaderboards": "/", "/statements": "/points" };

/** The five places, at the lower edge. */
export function Bar({ path }: { path: string }) {
  const { app } = useMessages();
  const screen = path.split("/", 2).join("/");
  return (
    <nav class={styles["bar"]} aria-label={app.nav.label}>
      {PLACES.map(([to, name]) => (
        <Link key={to} to={to} current={(WITHIN[screen] ?? screen) === to}>
          <Icon name={name} size={22} />
          {app.nav[name]}
        </Link>
      ))}
    </nav>
  );
}
