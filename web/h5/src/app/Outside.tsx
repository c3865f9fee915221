import { useState } from "preact/hooks";

import type { Config } from "../lib/config.js";
import { useMessages } from "../lib/messages.js";
import type { Session } from "../lib/session.js";
import { Button } from "../parts/Button.js";
import { Text } from "../parts/Field.js";
import { Page, Panel } from "../parts/Page.js";

/** Nobody is signed in, or no longer: only a host can hand a token over. In development one may be pasted. */
export function Outside({ over, config, session }: { over: boolean; config: Config; session: Session }) {
  const { signIn } = useMessages();
  const [token, setToken] = useState("");
  return (
    <Page title={over ? signIn.over : signIn.title}>
      <p>{over ? signIn.overText : signIn.text}</p>
      {config.development && (
        <Panel>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              session.take({ token: token.trim() });
            }}
          >
            <Text label={signIn.token} value={token} required onChange={setToken} />
            <p>
              <Button type="submit" wide>
                {signIn.enter}
              </Button>
            </p>
          </form>
        </Panel>
      )}
    </Page>
  );
}
