import { useState } from "preact/hooks";

import { AskErasureDocument, PrivacyPageDocument, StopErasureDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Loaded, Notice, Page, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { Copy } from "./Copy.js";
import { Disclosures } from "./Disclosures.js";
import { KeptFor } from "./KeptFor.js";
import { Noted } from "./Noted.js";

/** A copy of everything, and the end of a membership: asked for twice, waiting for its day, and cancelled until then. */
export function PrivacyPage() {
  const { privacy } = useMessages();
  const asked = useAsk(PrivacyPageDocument, {});
  return (
    <Page title={privacy.title} back="/me">
      <Copy />
      <Loaded asked={asked}>
        {({ disclosures, erasure, me, retentionTimes }) => (
          <>
            <Noted tags={me?.tags ?? []} />
            <Disclosures disclosures={disclosures ?? []} />
            <KeptFor times={retentionTimes ?? []} />
            {erasure?.state === "WAITING" ? <Waiting dueAt={erasure.dueAt} /> : <Ask />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Ask() {
  const { privacy } = useMessages();
  const [sure, setSure] = useState(false);
  const wish = useWish(AskErasureDocument, "erase");
  return (
    <Panel title={privacy.erase}>
      <p>{privacy.eraseText}</p>
      <Said outcome={wish.outcome} />
      {sure ? (
        <>
          <Notice tone="bad">{privacy.sure}</Notice>
          <Button wide isPending={wish.isPending} onPress={() => void wish.run({})}>
            {privacy.confirm}
          </Button>
          <Button look="quiet" wide onPress={() => setSure(false)}>
            {privacy.keep}
          </Button>
        </>
      ) : (
        <Button look="soft" wide onPress={() => setSure(true)}>
          {privacy.erase}
        </Button>
      )}
    </Panel>
  );
}

function Waiting({ dueAt }: { dueAt: string }) {
  const { privacy } = useMessages();
  const format = useFormat();
  const wish = useWish(StopErasureDocument, "keep");
  return (
    <Panel title={privacy.erase}>
      <Notice>{privacy.waits(format.dateTime(dueAt))}</Notice>
      <Said outcome={wish.outcome} />
      <Button wide isPending={wish.isPending} onPress={() => void wish.run({})}>
        {privacy.cancel}
      </Button>
    </Panel>
  );
}
