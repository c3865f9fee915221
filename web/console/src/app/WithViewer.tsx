import { useEffect, useMemo, type ReactNode } from "react";

import { ViewerDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { FormatContext, formatOf } from "../lib/format.js";
import { usePreferences } from "../lib/preferences.js";
import { SessionContext, useSignedIn } from "../lib/signedIn.js";
import { mayDo } from "../lib/scopes.js";

/** What the gateway says of whoever is signed in: the brand with its colour and its zone, and what they may do. */
export function WithViewer({ children }: { children: ReactNode }) {
  const signedIn = useSignedIn();
  const { language } = usePreferences();
  const viewer = useAsk(ViewerDocument, {}).data?.data.viewer;
  const zone = viewer?.timeZone ?? undefined;
  const format = useMemo(() => formatOf(language, zone), [language, zone]);
  const { hue, chroma } = viewer?.brand ?? {};
  useEffect(() => {
    const { style } = document.documentElement;
    if (typeof hue === "number") style.setProperty("--brand-h", String(hue));
    if (typeof chroma === "number") style.setProperty("--brand-c", String(chroma));
  }, [hue, chroma]);
  const known = {
    ...signedIn,
    brandName: viewer?.brand.name ?? signedIn.brandName,
    subject: viewer?.subject ?? signedIn.subject,
    timeZone: zone,
    // Until it is known, everything is offered: the services decide.
    may: (scope: string) => !viewer || mayDo(viewer.scopes, viewer.stores ?? null, scope),
    stores: viewer?.stores ?? undefined,
  };
  return (
    <SessionContext value={known}>
      <FormatContext value={format}>{children}</FormatContext>
    </SessionContext>
  );
}
