import { useMemo } from "react";

import { useSignedIn } from "../lib/signedIn.js";
import { ALL, AT_STORES, type Page } from "./pages.js";

/** Pages that this person has; arbitrary queries are answered in development only. */
export function usePages(): readonly Page[] {
  const { config, stores } = useSignedIn();
  const { development } = config;
  return useMemo(
    () => (stores ? AT_STORES : ALL).filter((page) => page !== "explorer" || development),
    [development, stores],
  );
}
