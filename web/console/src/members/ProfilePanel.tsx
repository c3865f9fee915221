import { Button, Facts, Panel } from "@tessera/kit";
import { useState } from "react";

import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import type { MemberRecord } from "./RecordTab.js";
import { RevealDialog } from "./RevealDialog.js";

/** The profile as it is masked, and the way to see what is behind the mask. */
export function ProfilePanel({ member }: { member: MemberRecord }) {
  const { app, members } = useMessages();
  const { may } = useSignedIn();
  const [revealing, setRevealing] = useState(false);
  const words = members.profile;
  const { birthday, gender, language, preferences } = member.profile;
  const genders: Record<string, string> = words.genders;
  const languages: Record<string, string> = words.languages;
  const mayReveal = may("pii:read");
  return (
    <Panel
      title={words.title}
      actions={
        <Button
          isDisabled={!mayReveal}
          {...(!mayReveal && { "aria-label": `${words.reveal}: ${app.states.needs("pii:read")}` })}
          onPress={() => setRevealing(true)}
        >
          {words.reveal}
        </Button>
      }
    >
      <Facts
        facts={[
          [words.birthday, birthday ? birthday.text : words.unknown],
          [words.gender, gender ? (genders[gender] ?? gender) : words.unknown],
          [words.language, language ? (languages[language] ?? language) : words.unknown],
          ...preferences.map(({ code, value }) => [code, value] as const),
        ]}
      />
      {revealing && <RevealDialog memberId={member.id} onClose={() => setRevealing(false)} />}
    </Panel>
  );
}
