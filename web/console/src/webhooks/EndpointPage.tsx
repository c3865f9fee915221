import { Link, useParams } from "@tanstack/react-router";
import { Badge, Button, Empty, Facts, Notice, Panel, toast } from "@tessera/kit";
import { useState } from "react";

import { TestWebhookEndpointDocument, UpdateWebhookEndpointDocument, WebhookListDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack, WishProblem } from "../parts/Page.js";
import { AttemptsPanel, BacklogPanel } from "./DeliveriesPanel.js";
import { DeleteDialog, ReplayDialog, RotateDialog } from "./dialogs.js";
import styles from "./Webhooks.module.css";
import { EVERY_MS, TONES, type Endpoint } from "./WebhooksPage.js";

/** One endpoint: how it is, what waits, what was tried, and what can be done. */
export function EndpointPage() {
  const { id } = useParams({ from: "/webhooks/$id" });
  const { webhooks: words } = useMessages();
  const asked = useAsk(WebhookListDocument, {}, { keep: true, everyMs: EVERY_MS });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ webhookEndpoints }) => {
        const found = webhookEndpoints?.edges.find(({ node }) => node.id === id)?.node;
        return found ? (
          <Found endpoint={found} />
        ) : (
          <>
            <PageHead title={words.title} />
            <Empty icon="webhooks" title={words.missing}>
              <Link to="/webhooks">{words.back}</Link>
            </Empty>
          </>
        );
      }}
    </Answered>
  );
}

function Found({ endpoint }: { endpoint: Endpoint }) {
  const { webhooks: words } = useMessages();
  const { may } = useSignedIn();
  const [open, setOpen] = useState<"replay" | "rotate" | "delete" | null>(null);
  const wish = useWish(UpdateWebhookEndpointDocument, "webhook-switch");
  const on = endpoint.state === "ENABLED";
  const turn = () => wish.run({ endpointId: endpoint.id, types: [...endpoint.types], enabled: !on }).catch(() => undefined);
  const trying = useWish(TestWebhookEndpointDocument, "webhook-test");
  const test = async () => {
    const outcome = await trying.run({ endpointId: endpoint.id }).catch(() => undefined);
    if (outcome && "done" in outcome) toast(words.tested);
  };
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        title={endpoint.description || words.endpoint}
        lead={
          <span className={styles.lead}>
            <Link to="/webhooks">{words.back}</Link>
            <span>{endpoint.url}</span>
            <Badge tone={TONES[endpoint.state] ?? "plain"}>{words.states[endpoint.state] ?? endpoint.state}</Badge>
          </span>
        }
      >
        {may("webhooks:write") && (
          <>
            <Button isDisabled={!on} isPending={trying.isPending} onPress={() => void test()}>
              {words.test}
            </Button>
            <Button isDisabled={!on} onPress={() => setOpen("replay")}>
              {words.replay.title}
            </Button>
            <Button onPress={() => setOpen("rotate")}>{words.rotate.title}</Button>
            <Button isPending={wish.isPending} onPress={() => void turn()}>
              {on ? words.off : words.on}
            </Button>
            <Button onPress={() => setOpen("delete")}>{words.remove.title}</Button>
          </>
        )}
      </PageHead>
      <Stack>
        <WishProblem said={wish.said} error={wish.error} />
        <WishProblem said={trying.said} error={trying.error} />
        {!on && <Notice tone="warn">{words.offText[endpoint.state] ?? words.offText["DISABLED"]}</Notice>}
        <About endpoint={endpoint} />
        <BacklogPanel endpointId={endpoint.id} />
        <AttemptsPanel endpointId={endpoint.id} />
      </Stack>
      {open === "replay" && <ReplayDialog endpoint={endpoint} onClose={close} />}
      {open === "rotate" && <RotateDialog endpointId={endpoint.id} onClose={close} />}
      {open === "delete" && <DeleteDialog endpointId={endpoint.id} onClose={close} />}
    </>
  );
}

function About({ endpoint }: { endpoint: Endpoint }) {
  const { webhooks: words } = useMessages();
  const format = useFormat();
  const facts: (readonly [string, string])[] = [
    [words.columns.types, endpoint.types.join(" ") || words.all],
    [words.columns.waiting, format.number(endpoint.waiting)],
    [words.columns.givenUp, format.number(endpoint.givenUp)],
    [
      words.secret.title,
      endpoint.secrets.map(({ createdAt, expiresAt }) => (expiresAt ? words.until(format.dateTime(expiresAt)) : words.since(format.dateTime(createdAt)))).join(" · "),
    ],
  ];
  if (endpoint.failingSince) facts.push([words.failingSince, format.dateTime(endpoint.failingSince)]);
  for (const replay of endpoint.replays.slice(0, 3)) {
    facts.push([
      words.replay.of(format.dateTime(replay.fromTime), format.dateTime(replay.toTime)),
      `${words.replayStates[replay.state] ?? replay.state} · ${format.number(replay.deliveries)}`,
    ]);
  }
  return (
    <Panel title={words.about}>
      <Facts facts={facts} />
    </Panel>
  );
}
