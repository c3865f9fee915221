import { AgreeDocument, ConsentsPageDocument, WithdrawDocument, type ConsentsPageQuery } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Switch } from "../parts/Field.js";
import { Loaded, Page, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { byPurpose } from "./byPurpose.js";
import styles from "./Consents.module.css";
import { ContactForm } from "./ContactForm.js";
import { PermissionsPanel } from "./PermissionsPanel.js";

type Line = NonNullable<NonNullable<ConsentsPageQuery["me"]>["consents"]>[number];

/** What the brand may and may not, purpose by purpose with the text that is agreed to, and how to reach the member. */
export function ConsentsPage() {
  const { consents } = useMessages();
  const asked = useAsk(ConsentsPageDocument, {});
  return (
    <Page title={consents.title} back="/me">
      <Loaded asked={asked}>
        {({ me }) => (
          <>
            <p class={styles["intro"]}>{consents.intro}</p>
            {byPurpose(me?.consents ?? []).map(({ purpose, lines }) => (
              <Panel key={purpose} title={consents.purposes[purpose] ?? purpose}>
                <Terms line={lines[0]} />
                {lines.map((line) => (
                  <ConsentSwitch key={line.channel} line={line} />
                ))}
              </Panel>
            ))}
            <PermissionsPanel />
            {me && <ContactForm preferences={me.contactPreferences} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Terms({ line }: { line: Line | undefined }) {
  const { consents } = useMessages();
  if (!line?.asked) return null;
  const { text, url } = line.asked;
  return (
    <p class={styles["text"]}>
      {text}{" "}
      {url && (
        <a href={url} target="_blank" rel="noreferrer">
          {consents.terms}
        </a>
      )}
    </p>
  );
}

function ConsentSwitch({ line }: { line: Line }) {
  const { consents } = useMessages();
  const agree = useWish(AgreeDocument, "agree");
  const withdraw = useWish(WithdrawDocument, "withdraw");
  const { purpose, channel, granted, asked } = line;
  const name = consents.channels[channel] ?? channel;
  // A purpose that the brand asks about no more can only be withdrawn.
  if (!granted && !asked) return null;
  const change = (on: boolean) => {
    if (on && asked) void agree.run({ purpose, version: asked.version, channels: [channel] });
    if (!on) void withdraw.run({ purpose, channels: [channel] });
  };
  return (
    <>
      <Switch
        label={name}
        name={`${consents.purposes[purpose] ?? purpose} ${name}`}
        on={granted}
        isPending={agree.isPending || withdraw.isPending}
        onChange={change}
      />
      <Said outcome={agree.outcome} />
      <Said outcome={withdraw.outcome} />
    </>
  );
}
