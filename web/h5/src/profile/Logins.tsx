import { useState } from "preact/hooks";

import { EndAllLoginsDocument, LoginsDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Loaded, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";

/** Where the member is logged in, asked for when somebody wants to know, and the end of all of it. */
export function Logins({ onLeave }: { onLeave: () => void }) {
  const words = useMessages().profile.logins;
  const [open, setOpen] = useState(false);
  return (
    <Panel title={words.title}>
      {open ? (
        <List onLeave={onLeave} />
      ) : (
        <Button look="soft" wide onPress={() => setOpen(true)}>
          {words.look}
        </Button>
      )}
    </Panel>
  );
}

function List({ onLeave }: { onLeave: () => void }) {
  const words = useMessages().profile.logins;
  const format = useFormat();
  const asked = useAsk(LoginsDocument, {});
  const wish = useWish(EndAllLoginsDocument, "leave");
  const end = async () => {
    const outcome = await wish.run({});
    // This session has ended with the others.
    if (outcome && "done" in outcome) onLeave();
  };
  return (
    <Loaded asked={asked}>
      {({ logins }) => (
        <>
          {logins?.length ? (
            <ul>
              {logins.map(({ beganAt, lastAt }) => (
                <li key={beganAt}>{words.since(format.dateTime(beganAt), format.dateTime(lastAt))}</li>
              ))}
            </ul>
          ) : (
            <p>{words.none}</p>
          )}
          <Said outcome={wish.outcome} />
          <Button wide isPending={wish.isPending} onPress={() => void end()}>
            {words.end}
          </Button>
        </>
      )}
    </Loaded>
  );
}
