import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { Avatar, Icon, IconButton, Keys } from "@tessera/kit";
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";

import { useMessages } from "../lib/messages.js";
import { useOnline } from "../lib/online.js";
import { prefer, usePreferences } from "../lib/preferences.js";
import { useSignedIn } from "../lib/signedIn.js";
import { LOOK_ICON, NEXT_LOOK } from "./looks.js";
import { Mark } from "./Mark.js";
import { ALL, groupsOf, IN_BAR, PAGES, type Page } from "./pages.js";
import styles from "./Shell.module.css";
import { usePages } from "./usePages.js";

const loadCommands = () => import("./Commands.js");
const Commands = lazy(() => loadCommands().then(({ Commands }) => ({ default: Commands })));
const Views = lazy(() => import("../views/Views.js").then(({ Views }) => ({ default: Views })));

/** What stands around every screen: where one can go, who one is, and what goes wrong for all. */
export function Shell() {
  const { app } = useMessages();
  const online = useOnline();
  const [palette, setPalette] = useState(false);
  const pages = usePages();
  usePaletteKey(() => setPalette(true));
  // It comes after the screen, and before anybody types into it.
  useEffect(() => void loadCommands(), []);
  useTitle();
  const links = useRef<HTMLElement>(null);
  useLinkInView(links);
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
        <nav ref={links} aria-label={app.nav.label} className={styles.links}>
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
          <Suspense fallback={null}>
            <Views />
          </Suspense>
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
      {palette && (
        <Suspense fallback={null}>
          <Commands onClose={() => setPalette(false)} />
        </Suspense>
      )}
    </div>
  );
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

/** The link of the page that is open, where the list of pages is longer than the window. */
function useLinkInView(links: RefObject<HTMLElement | null>): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  useEffect(() => {
    // In newer browsers it gives a promise, which is no effect's end.
    void links.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [links, path]);
}
