import { ProfilePageDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { prefer, usePreferences, type Language, type Look } from "../lib/preferences.js";
import { Button } from "../parts/Button.js";
import { Select } from "../parts/Field.js";
import { Loaded, Page, Panel } from "../parts/Page.js";
import { Ways } from "../parts/Ways.js";
import { AboutForm } from "./AboutForm.js";
import { MergeState } from "./MergeState.js";
import { Logins } from "./Logins.js";
import { PhonePanel } from "./PhonePanel.js";
import styles from "./Profile.module.css";

/** What the member tells of themselves, the ways to consents and feedback, and how the page looks. */
export function ProfilePage({ onLeave }: { onLeave: () => void }) {
  const { profile } = useMessages();
  const asked = useAsk(ProfilePageDocument, {});
  return (
    <Page title={profile.title}>
      <Ways />
      <Loaded asked={asked}>
        {({ me, mergeRequest, programme }) =>
          me && (
            <>
              <AboutForm member={me} asks={programme?.preferences ?? []} />
              <PhonePanel phone={me.phone} />
              {mergeRequest && <MergeState request={mergeRequest} />}
            </>
          )
        }
      </Loaded>
      <Settings />
      <Logins onLeave={onLeave} />
      <Button look="quiet" wide onPress={onLeave}>
        {profile.leave}
      </Button>
    </Page>
  );
}

function Settings() {
  const { profile } = useMessages();
  const { language, look } = usePreferences();
  return (
    <Panel title={profile.settings}>
      <div class={styles["pair"]}>
        <Select
          label={profile.language}
          value={language}
          options={[
            ["zh", profile.languages.zh],
            ["en", profile.languages.en],
          ]}
          onChange={(value) => prefer({ language: value as Language })}
        />
        <Select
          label={profile.look}
          value={look}
          options={[
            ["system", profile.looks.system],
            ["light", profile.looks.light],
            ["dark", profile.looks.dark],
          ]}
          onChange={(value) => prefer({ look: value as Look })}
        />
      </div>
    </Panel>
  );
}
