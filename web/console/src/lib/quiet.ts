import { useEffect, useState } from "react";

const QUIET_MS = 300;

/** The text as it was when typing last paused. */
export function useQuiet(text: string, quietMs = QUIET_MS): string {
  const [quiet, setQuiet] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(text), quietMs);
    return () => clearTimeout(timer);
  }, [text, quietMs]);
  return quiet;
}
