import { useNavigate } from "@tanstack/react-router";
import { Palette, type Command } from "@tessera/kit";

import { useMessages } from "../lib/messages.js";
import { prefer, usePreferences } from "../lib/preferences.js";
import { useSignedIn } from "../lib/signedIn.js";
import { looksLikeIdentity } from "../parts/identity.js";
import { LOOK_ICON, NEXT_LOOK } from "./looks.js";
import { PAGES } from "./pages.js";
import { usePages } from "./usePages.js";

/** What the palette can do: look a member up, go to a page, change how the console looks. */
export function Commands({ onClose }: { onClose: () => void }) {
  const { nav, palette, preferences } = useMessages().app;
  const { language, look } = usePreferences();
  const { session } = useSignedIn();
  const navigate = useNavigate();
  const pages = usePages();
  const commands = (typed: string): readonly Command[] => {
    const value = typed.trim();
    const likely = looksLikeIdentity(value);
    const find: Command = {
      id: "find",
      label: palette.find(value),
      icon: "members",
      hint: "↵",
      run: () => void navigate({ to: "/members", search: { q: value } }),
    };
    return [
      ...(likely ? [find] : []),
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
      // A name may look like anything: it is searched where nothing else fits.
      ...(value && !likely ? [find] : []),
    ];
  };
  return (
    <Palette
      label={palette.label}
      placeholder={palette.placeholder}
      none={palette.none}
      isOpen
      onClose={onClose}
      commands={commands}
    />
  );
}
