import { createContext, useContext } from "react";

import type { Config } from "./config.js";
import type { Session } from "./session.js";

export interface SignedIn {
  readonly session: Session;
  readonly config: Config;
  readonly brandName: string;
  readonly subject: string;
  /** The brand's; undefined until it is known. */
  readonly timeZone: string | undefined;
  /** The codes of the only stores that this person works for; undefined for all of the brand. */
  readonly stores: readonly string[] | undefined;
  /** Whether this person may do what a scope such as `points:write` stands for. */
  readonly may: (scope: string) => boolean;
}

export const SessionContext = createContext<SignedIn | null>(null);

/** Who is signed in, and how. */
export function useSignedIn(): SignedIn {
  const signedIn = useContext(SessionContext);
  if (!signedIn) throw new Error("nobody is signed in here");
  return signedIn;
}
