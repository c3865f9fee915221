import { AskMergeDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Notice } from "../parts/Page.js";
import { Said } from "../parts/Said.js";

/** The way forward where another membership holds the number: its code, which is still good, proves the wish to be one. */
export function AskMerge({ phone, code }: { phone: string; code: string }) {
  const words = useMessages().profile.merging;
  const wish = useWish(AskMergeDocument, "merge");
  if (wish.outcome && "done" in wish.outcome) return <Notice tone="good">{words.asked}</Notice>;
  return (
    <>
      <p>{words.text}</p>
      <Said outcome={wish.outcome} />
      <Button look="soft" wide isPending={wish.isPending} onPress={() => void wish.run({ phone, code })}>
        {words.ask}
      </Button>
    </>
  );
}
