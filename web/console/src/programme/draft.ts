import { useState } from "react";

/** A text that somebody began to change, and the version that they began from; 0 before the first. */
export interface Draft {
  readonly base: number;
  readonly text: string;
}

export function readDraft(key: string): Draft | undefined {
  try {
    const { base, text } = JSON.parse(sessionStorage.getItem(key) ?? "") as Partial<Draft>;
    return typeof base === "number" && typeof text === "string" ? { base, text } : undefined;
  } catch {
    return undefined;
  }
}

function keep(key: string, draft: Draft | undefined): void {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // It holds until the page is closed.
  }
}

/** What a person is writing for a brand; a reload keeps it, and closing the tab lets it go. */
export function useDraft(whose: string): [Draft | undefined, (draft: Draft | undefined) => void] {
  const key = `tessera.programme.${whose}`;
  const [draft, setDraft] = useState(() => readDraft(key));
  const write = (next: Draft | undefined) => {
    keep(key, next);
    setDraft(next);
  };
  return [draft, write];
}
