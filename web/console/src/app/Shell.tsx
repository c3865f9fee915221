import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { Avatar, Icon, IconButton, Keys, Palette, type Command, type IconName } from "@tessera/kit";
import { useEffect, useMemo, useState } from "react";

import { useMessages } from "../lib/messages.js";
import { useOnline } from "../lib/online.js";
import { prefer, usePreferences, type Look } from "../lib/preferences.js";
import { useSignedIn } from "../lib/signedIn.js";
import { looksLikeIdentity } from "../parts/identity.js";
import { Mark } from "./Mark.js";
import { ALL, groupsOf, IN_BAR, PAGES, type Page } from "./pages.js";
import styles from "./Shell.module.css";

const NEXT_LOOK: Record<Look, Look> = { system: "light", light: "dark", dark: "system" };
const LOOK_ICON: Record<Look, IconName> = { system: "system", light: "sun", dark: "moon" };

/** What stands around every screen: where one can go, who one is, and what goes wrong for all. */
export function Shell() {
  const { app } = useMessages();
  const online = useOnline();
  const [palette, setPalette] = useState(false);
  const pages = usePages();
  usePaletteKey(() => setPalette(true));
  useTitle();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {app.skip}
      </a>
      <header className={styles.top}>
        <Brand />
        <IconButton icon="search" label={app.palette.open} onPress={() => setPalette(true)} />
        <Tools />
      </header>
      <aside className={styles.rail}>
        <Brand />
        <button type="button" className={styles.open} onClick={() => setPalette(true)}>
          <Icon name="search" size={16} />
          {app.palette.open}
          <Keys>⌘K</Keys>
        </button>
        <nav aria-label={app.nav.label} className={styles.links}>
          {groupsOf(pages).map(([group, ofGroup]) => (
            <div key={group} role="group" aria-labelledby={`nav-${group}`}>
              <p id={`nav-${group}`} className={group === "daily" ? "visually-hidden" : styles.group}>
                {app.nav.groups[group]}
              </p>
              {ofGroup.map((page) => (
                <PageLink key={page} page={page} />
              ))}
            </div>
          ))}
        </nav>
        <div className={styles.foot}>
          <Who />
          <Tools />
        </div>
      </aside>
      <div className={styles.content}>
        {!online && (
          <div role="status" className={styles.bar}>
            {app.states.offline}
          </div>
        )}
        <main id="main" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
      <nav aria-label={app.nav.label} className={styles.bottom}>
        {IN_BAR.map((page) => (
          <PageLink key={page} page={page} size={22} />
        ))}
        <button type="button" onClick={() => setPalette(true)}>
          <Icon name="more" size={22} />
          {app.nav.more}
        </button>
      </nav>
      <Commands isOpen={palette} onClose={() => setPalette(false)} />
    </div>
  );
}

/** Pages that this person has; arbitrary queries are answered in development only. */
function usePages(): readonly Page[] {
  const { development } = useSignedIn().config;
  return useMemo(() => ALL.filter((page) => page !== "explorer" || development), [development]);
}

function PageLink({ page, size = 18 }: { page: Page; size?: number }) {
  const { nav } = useMessages().app;
  return (
    <Link to={PAGES[page].path} className={styles.link} activeOptions={{ exact: page === "today", includeSearch: false }}>
      <Icon name={PAGES[page].icon} size={size} />
      {nav[page]}
    </Link>
  );
}

function Brand() {
  const { app } = useMessages();
  const { brandName } = useSignedIn();
  return (
    <Link to="/" className={styles.brand} activeOptions={{ exact: true }} activeProps={{ className: styles.brand ?? "" }}>
      <Mark />
      <span className={styles.brandText}>
        <strong>{app.product}</strong>
        <span>{brandName}</span>
      </span>
    </Link>
  );
}

function Who() {
  const { subject } = useSignedIn();
  return (
    <div className={styles.who}>
      <Avatar name={subject.toUpperCase()} size={30} />
      <div className={styles.whoText}>
        <strong>{subject}</strong>
      </div>
    </div>
  );
}

function Tools() {
  const { preferences } = useMessages().app;
  const { language, look } = usePreferences();
  const { session } = useSignedIn();
  return (
    <div className={styles.tools}>
      <IconButton
        icon="language"
        label={preferences.language}
        onPress={() => prefer({ language: language === "zh" ? "en" : "zh" })}
      />
      <IconButton
        icon={LOOK_ICON[look]}
        label={`${preferences.look}: ${preferences[look]}`}
        onPress={() => prefer({ look: NEXT_LOOK[look] })}
      />
      <IconButton icon="out" label={preferences.signOut} onPress={() => session.signOut()} />
    </div>
  );
}

function Commands({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { nav, palette, preferences } = useMessages().app;
  const { language, look } = usePreferences();
  const { session } = useSignedIn();
  const navigate = useNavigate();
  const pages = usePages();
  const commands = (typed: string): readonly Command[] => {
    const value = typed.trim();
    const find: Command = {
      id: "find",
      label: palette.find(value),
      icon: "members",
      hint: "↵",
      run: () => void navigate({ to: "/members", search: { q: value } }),
    };
    return [
      ...(looksLikeIdentity(value) ? [find] : []),
      ...pages.map((page) => ({
        id: page,
        label: nav[page],
        icon: PAGES[page].icon,
        hint: palette.go,
        words: palette.words[page],
        run: () => void navigate({ to: PAGES[page].path }),
      })),
      {
        id: "language",
        label: preferences.language,
        icon: "language",
        words: palette.words.language,
        run: () => prefer({ language: language === "zh" ? "en" : "zh" }),
      },
      {
        id: "look",
        label: `${preferences.look}: ${preferences[NEXT_LOOK[look]]}`,
        icon: LOOK_ICON[NEXT_LOOK[look]],
        words: palette.words.look,
        run: () => prefer({ look: NEXT_LOOK[look] }),
      },
      {
        id: "sign-out",
        label: preferences.signOut,
        icon: "out",
        words: palette.words.signOut,
        run: () => session.signOut(),
      },
    ];
  };
  return (
    <Palette
      label={palette.label}
      placeholder={palette.placeholder}
      none={palette.none}
      isOpen={isOpen}
      onClose={onClose}
      commands={commands}
    />
  );
}

function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      open();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  });
}

/** The page's name in the browser's tab, without anything about a member. */
function useTitle(): void {
  const { nav, product } = useMessages().app;
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    const page = ALL.find((each) => each !== "today" && path.startsWith(PAGES[each].path)) ?? "today";
    document.title = `${nav[page]} · ${product}`;
  }, [nav, product, path]);
}
