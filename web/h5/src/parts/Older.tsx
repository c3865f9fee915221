import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { useMessages } from "../lib/messages.js";
import { Button } from "./Button.js";

interface Props {
  page: { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } };
  /** Shows the page behind a cursor. */
  children: (after: string) => ComponentChildren;
}

/** The page behind this one, when it is wanted. */
export function Older({ page, children }: Props) {
  const { app } = useMessages();
  const { hasNextPage, endCursor } = page.pageInfo;
  const [wanted, setWanted] = useState("");
  if (!hasNextPage || !endCursor) return null;
  if (wanted === endCursor) return <>{children(endCursor)}</>;
  return (
    <Button look="quiet" wide onPress={() => setWanted(endCursor)}>
      {app.more}
    </Button>
  );
}
