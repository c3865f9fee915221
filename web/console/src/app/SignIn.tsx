import { Button, Dialog, Notice, TextField } from "@tessera/kit";
import { useEffect, useState } from "react";

import type { Config } from "../lib/config.js";
import { useMessages } from "../lib/messages.js";
import { begin, finish, handOver, onHandedOver } from "../lib/oidc.js";
import { prefer, usePreferences } from "../lib/preferences.js";
import type { Session } from "../lib/session.js";
import { Mark } from "./Mark.js";
import styles from "./SignIn.module.css";

interface Props {
  config: Config;
  session: Session;
}

/** The first page of whoever is signed out. */
export function SignIn({ config, session }: Props) {
  const { app } = useMessages();
  const { language } = usePreferences();
  const back = location.pathname + location.search;
  return (
    <main className={styles.page}>
      <div className={styles.corner}>
        <Button look="quiet" icon="language" onPress={() => prefer({ language: language === "zh" ? "en" : "zh" })}>
          {app.preferences.language}
        </Button>
      </div>
      <div className={styles.card}>
        <Mark size={38} />
        <div>
          <h1>{app.signIn.title}</h1>
          <p className={styles.lead}>{app.signIn.lead}</p>
        </div>
        <Ways config={config} session={session} onIssuer={() => begin(config, back)} />
      </div>
    </main>
  );
}

/** Over the page, when the session has ended: nothing that was typed is lost. */
export function SignInAgain({ config, session }: Props) {
  const { signIn } = useMessages().app;
  useEffect(() => onHandedOver((token) => session.signIn(token)), [session]);
  const inWindow = async () => {
    window.open(`${import.meta.env.BASE_URL}callback?begin`, "tessera-sign-in", "width=480,height=680");
  };
  return (
    <Dialog title={signIn.again} isOpen stays onClose={() => {}}>
      <p>{signIn.againLead}</p>
      <Ways config={config} session={session} onIssuer={inWindow} />
    </Dialog>
  );
}

/** Where the issuer sends people back to; and the window that only signs in begins here. */
export function Callback({ config, session }: Props) {
  const { signIn } = useMessages().app;
  const [failed, setFailed] = useState("");
  useEffect(() => {
    const query = new URLSearchParams(location.search);
    const told = (error: unknown) => setFailed(error instanceof Error ? error.message : String(error));
    if (query.has("begin")) return void begin(config, "").catch(told);
    finish(config, query).then(({ token, back }) => {
      session.signIn(token);
      if (back) return location.replace(back);
      handOver(token);
      return window.close();
    }, told);
  }, [config, session]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Mark size={38} />
        {failed ? (
          <>
            <Notice tone="bad" urgent>
              {signIn.failed(failed)}
            </Notice>
            <Button look="primary" onPress={() => void begin(config, import.meta.env.BASE_URL)}>
              {signIn.retry}
            </Button>
          </>
        ) : (
          <p role="status">{signIn.working}</p>
        )}
      </div>
    </main>
  );
}

function Ways({ config, session, onIssuer }: Props & { onIssuer: () => Promise<void> }) {
  const { signIn } = useMessages().app;
  const [token, setToken] = useState("");
  const [failed, setFailed] = useState(false);
  const issuer = config.issuer && config.clientId;
  return (
    <div className={styles.form}>
      {failed && (
        <Notice tone="bad" urgent>
          {signIn.away}
        </Notice>
      )}
      {issuer && (
        <Button look="primary" onPress={() => void onIssuer().catch(() => setFailed(true))}>
          {signIn.withIssuer}
        </Button>
      )}
      {config.development && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (token.trim()) session.signIn(token);
          }}
        >
          <TextField label={signIn.token} value={token} onChange={setToken} hint={signIn.tokenHint} type="password" />
          <Button type="submit" look={issuer ? "plain" : "primary"} isDisabled={!token.trim()}>
            {signIn.enter}
          </Button>
        </form>
      )}
      {!issuer && !config.development && <Notice tone="warn">{signIn.notConfigured}</Notice>}
    </div>
  );
}
