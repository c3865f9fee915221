import { PublishProgrammeDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Diff } from "./Diff.js";
import { NoteDialog } from "./NoteDialog.js";

interface Props {
  /** What is done, where it is less than a whole draft. */
  title?: string;
  text?: string;
  before: string;
  after: string;
  onClose: () => void;
  onPublished?: () => void;
}

/** Puts a changed programme in force. */
export function PublishDialog({ title, text, before, after, onClose, onPublished }: Props) {
  const { programme: words } = useMessages();
  const wish = useWish(PublishProgrammeDocument, "publish");
  return (
    <NoteDialog
      title={title ?? words.publishTitle}
      text={text ?? words.publishText}
      action={words.publish}
      wish={wish}
      send={(note) => wish.run({ sourceYaml: after, note })}
      onClose={onClose}
      {...(onPublished && { onPublished })}
    >
      <Diff before={before} after={after} />
    </NoteDialog>
  );
}
