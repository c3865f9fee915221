import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { CardPage } from "../card/CardPage.js";
import { ViewerDocument } from "../generated/documents.js";
import { Api, ApiContext, useAsk } from "../lib/api.js";
import { readConfig, type Config } from "../lib/config.js";
import { FormatContext, formatOf } from "../lib/format.js";
import { MessagesContext, useMessages } from "../lib/messages.js";
import { usePreferences, type Language } from "../lib/preferences.js";
import { usePath } from "../lib/route.js";
import type { Session } from "../lib/session.js";
import { Button } from "../parts/Button.js";
import { Link } from "../parts/Link.js";
import { Page } from "../parts/Page.js";
import { Bar } from "./Bar.js";
import { LazyScreen } from "./LazyScreen.js";
import { Outside } from "./Outside.js";
import { SCREENS } from "./screens.js";
import { useTexts } from "./useTexts.js";

/** The members' pages: a language, a configuration, a session, and then the screens. */
export function App({ session }: { session: Session }) {
  const { language } = usePreferences();
  const texts = useTexts(language);
  const [config, setConfig] = useState<Config | "away">();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    readConfig().then(setConfig, () => setConfig("away"));
  }, [tries]);
  if (!texts) return null;
  return (
    <MessagesContext.Provider value={texts}>
      {config === "away" ? (
        <Away onRetry={() => setTries(tries + 1)} />
      ) : (
        config && <SignedIn config={config} language={language} session={session} />
      )}
    </MessagesContext.Provider>
  );
}

function Away({ onRetry }: { onRetry: () => void }) {
  const { app } = useMessages();
  return (
    <Page title={app.away}>
      <p>{app.awayText}</p>
      <Button onPress={onRetry}>{app.retry}</Button>
    </Page>
  );
}

interface Props {
  config: Config;
  language: Language;
  session: Session;
}

function SignedIn({ config, language, session }: Props) {
  const [{ state, person }, setHere] = useState({ state: session.state, person: session.person });
  useEffect(() => session.subscribe(() => setHere({ state: session.state, person: session.person })), [session]);
  if (state !== "in") return <Outside over={state === "over"} config={config} session={session} />;
  // Another person or another language begins with no answers of the one before.
  return <Inside key={`${person} ${language}`} config={config} language={language} session={session} />;
}

function Inside({ config, language, session }: Props) {
  const api = useMemo(() => new Api(language, session, config), [language, session, config]);
  useEffect(() => () => api.close(), [api]);
  return (
    <ApiContext.Provider value={api}>
      <WithBrand language={language}>
        {(brandName) => <Screens brandName={brandName} onLeave={() => session.leave()} />}
      </WithBrand>
    </ApiContext.Provider>
  );
}

/** The brand's name, colour and zone. */
function WithBrand({ language, children }: { language: Language; children: (brandName: string) => ComponentChildren }) {
  const viewer = useAsk(ViewerDocument, {}).data?.viewer;
  const format = useMemo(() => formatOf(language, viewer?.timeZone ?? undefined), [language, viewer?.timeZone]);
  const { hue, chroma, name } = viewer?.brand ?? {};
  useEffect(() => {
    const { style } = document.documentElement;
    if (typeof hue === "number") style.setProperty("--brand-h", String(hue));
    if (typeof chroma === "number") style.setProperty("--brand-c", String(chroma));
  }, [hue, chroma]);
  return <FormatContext.Provider value={format}>{children(name ?? "")}</FormatContext.Provider>;
}

function Screens({ brandName, onLeave }: { brandName: string; onLeave: () => void }) {
  const path = usePath();
  return (
    <>
      <Screen path={path} brandName={brandName} onLeave={onLeave} />
      <Bar path={path} />
    </>
  );
}

function Screen({ path, brandName, onLeave }: { path: string; brandName: string; onLeave: () => void }) {
  if (path === "/") return <CardPage brandName={brandName} />;
  const [name = "", ...rest] = path.slice(1).split("/");
  const load = Object.hasOwn(SCREENS, name) ? SCREENS[name] : undefined;
  return load ? <LazyScreen load={load} rest={rest.join("/")} brandName={brandName} onLeave={onLeave} /> : <Nowhere />;
}

function Nowhere() {
  const { app } = useMessages();
  return (
    <Page title={app.missing}>
      <p>{app.missingText}</p>
      <p>
        <Link to="/">{app.toCard}</Link>
      </p>
    </Page>
  );
}
