import { useState } from "preact/hooks";

import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Notice, Panel } from "../parts/Page.js";
import styles from "./Gifts.module.css";
import { codeOf } from "./memberCode.js";

/** The code by which others give to this member. It is no secret: with it one can give, and nothing else. */
export function OwnCode({ memberId }: { memberId: string }) {
  const { gifts } = useMessages();
  const [copied, setCopied] = useState<boolean>();
  const code = codeOf(memberId);
  const copy = () => {
    // A browser may have no clipboard for this page: the code can be selected then.
    const copying = navigator.clipboard?.writeText(code) ?? Promise.reject(new Error("there is no clipboard"));
    copying.then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Panel title={gifts.own}>
      <p class={styles["words"]}>{gifts.ownText}</p>
      <p class={styles["code"]}>{code}</p>
      <Button look="soft" wide onPress={copy}>
        {gifts.copy}
      </Button>
      {copied !== undefined && <Notice tone={copied ? "good" : "info"}>{copied ? gifts.copied : gifts.notCopied}</Notice>}
    </Panel>
  );
}
