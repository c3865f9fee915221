import { useEffect, useState } from "preact/hooks";

import { BindPhoneDocument, SendPhoneCodeDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Text } from "../parts/Field.js";
import { Notice, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { AskMerge } from "./AskMerge.js";
import styles from "./Profile.module.css";

const DIGITS = 6;
const TAKEN = "PHONE_OF_ANOTHER_MEMBER";

/** A number that the member proves by the code of an SMS. */
export function PhonePanel({ phone }: { phone: string | null }) {
  const words = useMessages().profile.bind;
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title={words.title}>
      {isOpen ? (
        <Form />
      ) : (
        <Button look="soft" wide onPress={() => setOpen(true)}>
          {phone ? words.change : words.bind}
        </Button>
      )}
    </Panel>
  );
}

function Form() {
  const words = useMessages().profile.bind;
  const [phone, setPhone] = useState("");
  const [code, setCode] = useState("");
  const [waitS, setWaitS] = useState(0);
  const sending = useWish(SendPhoneCodeDocument, "code");
  const binding = useWish(BindPhoneDocument, "bind");
  useEffect(() => {
    if (waitS <= 0) return;
    const timer = setTimeout(() => setWaitS(waitS - 1), 1000);
    return () => clearTimeout(timer);
  }, [waitS]);
  const send = async () => {
    const came = await sending.run({ phone: phone.trim() });
    if ("done" in came) setWaitS(came.done.againSeconds ?? 0);
  };
  if (binding.outcome && "done" in binding.outcome) return <Notice tone="good">{words.done}</Notice>;
  return (
    <form
      class={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === DIGITS) void binding.run({ phone: phone.trim(), code });
      }}
    >
      <Text label={words.number} value={phone} numeric maxLength={32} autoComplete="tel" onChange={setPhone} />
      <Button look="soft" wide disabled={!phone.trim() || waitS > 0} isPending={sending.isPending} onPress={() => void send()}>
        {waitS > 0 ? words.again(String(waitS)) : words.send}
      </Button>
      <Said outcome={sending.outcome} />
      <Text label={words.code} hint={words.hint} value={code} numeric maxLength={DIGITS} autoComplete="one-time-code" onChange={(typed) => setCode(typed.replace(/\D/g, ""))} />
      <Button type="submit" wide disabled={!phone.trim() || code.length !== DIGITS} isPending={binding.isPending}>
        {words.confirm}
      </Button>
      <Said outcome={binding.outcome} />
      {binding.outcome && "code" in binding.outcome && binding.outcome.code === TAKEN && <AskMerge phone={phone.trim()} code={code} />}
    </form>
  );
}
