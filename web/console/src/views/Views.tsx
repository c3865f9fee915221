import { Link, useRouterState } from "@tanstack/react-router";
import { Icon, IconButton } from "@tessera/kit";
import { useState } from "react";

import { SavedViewsDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { addressOf, placeOf } from "./address.js";
import { ViewsDialog } from "./ViewsDialog.js";
import styles from "./Views.module.css";

/** The views of the person and of the team in the menu, and what keeps another. */
export function Views() {
  const { views: words } = useMessages();
  const [open, setOpen] = useState(false);
  const here = useRouterState({
    select: ({ location }) => addressOf(location.pathname, location.search as Record<string, unknown>),
  });
  const asked = useAsk(SavedViewsDocument, {}, { keep: true });
  const views = asked.data?.data.savedViews ?? [];
  return (
    <div role="group" aria-labelledby="nav-views" className={styles.views}>
      <div className={styles.head}>
        <p id="nav-views">{words.title}</p>
        <IconButton icon="plus" label={words.keep} onPress={() => setOpen(true)} />
      </div>
      {views.map(({ id, name, address, team }) => {
        const { path, search } = placeOf(address);
        return (
          // A kept address is any screen's, so that its filters have no type here.
          <Link
            key={id}
            to={path as "/"}
            search={search as never}
            className={styles.link}
            activeOptions={{ exact: true }}
            data-active={address === here || undefined}
            activeProps={{}}
          >
            <Icon name={team ? "members" : "segments"} size={18} />
            <span>{name}</span>
          </Link>
        );
      })}
      {open && <ViewsDialog here={here} views={views} onClose={() => setOpen(false)} />}
    </div>
  );
}
