import { useState } from "preact/hooks";

import { useApi, type Outcome } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { saveFile } from "../lib/saveFile.js";
import { Button } from "../parts/Button.js";
import { Notice, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";

/** All that is kept of the member, as a file that they keep. */
export function Copy() {
  const { privacy } = useMessages();
  const api = useApi();
  const [isPending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome<true>>();
  const ask = async () => {
    setPending(true);
    try {
      const { name, content } = await api.copy();
      saveFile(name, content);
      setOutcome({ done: true });
    } catch (error) {
      setOutcome({ error: error as Error });
    }
    setPending(false);
  };
  return (
    <Panel title={privacy.copy}>
      <p>{privacy.copyText}</p>
      <Said outcome={outcome} />
      {outcome && "done" in outcome && <Notice>{privacy.copied}</Notice>}
      <Button look="soft" wide isPending={isPending} onPress={() => void ask()}>
        {privacy.getCopy}
      </Button>
    </Panel>
  );
}
