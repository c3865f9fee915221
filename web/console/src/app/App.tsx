import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { KitProvider, Toasts } from "@tessera/kit";
import { Suspense, use, useEffect, useMemo, useState, useSyncExternalStore } from "react";

import { Api, ApiContext, newCache } from "../lib/api.js";
import { readConfig, type Config } from "../lib/config.js";
import { MessagesContext, messagesOf } from "../lib/messages.js";
import { usePreferences, type Language } from "../lib/preferences.js";
import type { Session } from "../lib/session.js";
import { SessionContext } from "../lib/signedIn.js";
import { Away } from "./Away.js";
import { newRouter } from "./router.js";
import { Callback, SignIn, SignInAgain } from "./SignIn.js";
import { WithViewer } from "./WithViewer.js";

/** The console: a language, a configuration, a person, and then the screens. */
export function App({ session }: { session: Session }) {
  const { language } = usePreferences();
  return (
    <KitProvider language={language}>
      <Suspense>
        <InLanguage language={language} session={session} />
      </Suspense>
    </KitProvider>
  );
}

function InLanguage({ language, session }: { language: Language; session: Session }) {
  const texts = messagesOf(language);
  const messages = texts instanceof Promise ? use(texts) : texts;
  const [config, setConfig] = useState<Config | "away">();
  const [tries, setTries] = useState(0);
  // Another person begins with no answers of the one before.
  const person = useSyncExternalStore(session.subscribe, () => session.person);
  useEffect(() => {
    readConfig().then(setConfig, () => setConfig("away"));
  }, [tries]);
  return (
    <MessagesContext value={messages}>
      {config === "away" ? (
        <Away onRetry={() => setTries(tries + 1)} />
      ) : (
        config && <SignedIn key={person} config={config} language={language} session={session} />
      )}
      <Toasts label={messages.app.states.notices} />
    </MessagesContext>
  );
}

function SignedIn({ config, language, session }: { config: Config; language: Language; session: Session }) {
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const { development } = config;
  const cache = useMemo(() => newCache(), []);
  const router = useMemo(() => newRouter(), []);
  const api = useMemo(() => new Api(language, session, development), [language, session, development]);
  useEffect(() => () => api.close(), [api]);
  if (location.pathname === `${import.meta.env.BASE_URL}callback`) return <Callback config={config} session={session} />;
  if (state === "out") return <SignIn config={config} session={session} />;
  const { brand, subject } = session;
  const signedIn = { session, config, brandName: brand, subject, timeZone: undefined, stores: undefined, may: () => true };
  return (
    <SessionContext value={signedIn}>
      <ApiContext value={api}>
        <QueryClientProvider client={cache}>
          <WithViewer>
            <RouterProvider router={router} />
            {state === "over" && <SignInAgain config={config} session={session} />}
          </WithViewer>
        </QueryClientProvider>
      </ApiContext>
    </SessionContext>
  );
}
