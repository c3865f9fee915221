import { ModeratePostDocument, PraisePostDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { FieldsDialog, wasDone } from "../parts/FieldsDialog.js";
import type { Act } from "./views.js";

const REASON_MAX = 500;

/** One of the things that moderators do with a post, with the reason that its member reads. */
export function PostAct({ act, postId, onClose }: { act: Act; postId: string; onClose: () => void }) {
  const { topics: words } = useMessages();
  const moderate = useWish(ModeratePostDocument, "moderate");
  const praise = useWish(PraisePostDocument, "praise");
  const shared = {
    title: words.acts[act],
    action: words.acts[act],
    done: words.done,
    onClose,
    fields: [{ key: "reason", label: words.reason, most: REASON_MAX, lines: true, optional: act !== "refuse" }],
  };
  if (act === "praise") {
    return <FieldsDialog {...shared} text={words.praiseText} wish={praise} send={({ reason }) => wasDone(praise.run({ postId, reason: reason || null }))} />;
  }
  return <FieldsDialog {...shared} wish={moderate} send={({ reason }) => wasDone(moderate.run({ postId, open: act === "open", reason: reason || null }))} />;
}
