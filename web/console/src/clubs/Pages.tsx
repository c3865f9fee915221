import { Button } from "@tessera/kit";
import { useState } from "react";

import { useMessages } from "../lib/messages.js";
import styles from "./Clubs.module.css";

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** The cursors of the pages up to this one, so that one can go back. */
export function usePages() {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return {
    after: cursors.at(-1) ?? null,
    isFirst: cursors.length < 2,
    back: () => setCursors(cursors.slice(0, -1)),
    go: (next: string) => setCursors([...cursors, next]),
  };
}

/** The ways to the page before and to the next one; nothing where there is but one. */
export function Pages({ pages, info, isPending }: { pages: ReturnType<typeof usePages>; info: PageInfo | undefined; isPending: boolean }) {
  const { clubs } = useMessages();
  const next = info?.hasNextPage ? info.endCursor : null;
  if (next === null && pages.isFirst) return null;
  return (
    <div className={styles.pages}>
      <Button look="quiet" isDisabled={pages.isFirst} onPress={pages.back}>
        {clubs.previous}
      </Button>
      <Button look="quiet" isDisabled={next === null} isPending={isPending} onPress={() => next !== null && pages.go(next)}>
        {clubs.next}
      </Button>
    </div>
  );
}
