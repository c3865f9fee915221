import { useMemo } from "react";

import { useSignedIn } from "../lib/signedIn.js";
import { ALL, type Page } from "./pages.js";

/** Pages that this person has; arbitrary queries are answered in development only. */
export function usePages(): readonly Page[] {
  const { development } = useSignedIn().config;
  return useMemo(() => ALL.filter((page) => page !== "explorer" || development), [development]);
}
