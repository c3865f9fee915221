import { useNavigate } from "@tanstack/react-router";
import { Button, Empty, Panel } from "@tessera/kit";
import { useState } from "react";

import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { kindOf } from "../parts/identity.js";
import { EnrolDialog } from "./EnrolDialog.js";

/** Nobody was found: whoever may, enrols the person by the number that was looked for. */
export function Nobody({ q }: { q: string }) {
  const { members } = useMessages();
  const { may } = useSignedIn();
  const navigate = useNavigate();
  const [enrolling, setEnrolling] = useState(false);
  const kind = kindOf(q);
  // Whatever looks like no number may be a name.
  const isNumber = q !== "" && kind !== "MEMBER_ID" && kind !== "APP_ID";
  return (
    <Panel title={members.title}>
      <Empty
        icon="search"
        title={members.none}
        action={isNumber && may("members:write") && <Button onPress={() => setEnrolling(true)}>{members.enrol.title}</Button>}
      >
        {members.noneText}
      </Empty>
      {enrolling && isNumber && (
        <EnrolDialog
          kind={kind}
          q={q}
          onClose={() => setEnrolling(false)}
          onDone={(id) => void navigate({ to: "/members/$id", params: { id } })}
        />
      )}
    </Panel>
  );
}
