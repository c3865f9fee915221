import { useParams } from "@tanstack/react-router";

import {
  DiscardFeedbackFileDocument,
  FeedbackFileOfDocument,
  StartFeedbackFileDocument,
  type FeedbackFileShownFragment,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFeedbackResultsFile } from "../lib/apiFiles.js";
import { useMessages } from "../lib/messages.js";
import { saveFile } from "../lib/saveFile.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered } from "../parts/Page.js";
import { CheckedFile, Loading } from "./CheckedFile.js";
import { NoFile } from "./FileParts.js";
import { everyMs } from "./state.js";

/** One file of feedback. */
export function FeedbackFilePage() {
  const { id } = useParams({ from: "/bulk/feedback/$id" });
  const looked = useAsk(FeedbackFileOfDocument, { id }, { keep: true });
  const every = everyMs(looked.data?.data.feedbackFile?.state);
  const asked = useAsk(FeedbackFileOfDocument, { id }, { keep: true, ...(every && { everyMs: every }) });
  return (
    <Answered asked={asked} loading={Loading}>
      {({ feedbackFile }) => (feedbackFile ? <Found file={feedbackFile} /> : <NoFile icon="feedback" />)}
    </Answered>
  );
}

function Found({ file }: { file: FeedbackFileShownFragment }) {
  const { bulk } = useMessages();
  const { session } = useSignedIn();
  const start = useWish(StartFeedbackFileDocument, "feedback-file-start");
  const discard = useWish(DiscardFeedbackFileDocument, "feedback-file-discard");
  const results = useFeedbackResultsFile(session, saveFile);
  const counts = [[bulk.feedback.takenIn, file.takenIn] as const, [bulk.feedback.known, file.known] as const];
  return <CheckedFile file={file} kind="FEEDBACK" counts={counts} moves={{ scope: "feedback:write", start, discard, results }} />;
}
