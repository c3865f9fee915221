import { useParams } from "@tanstack/react-router";

import {
  DiscardMemberFileDocument,
  MemberFileOfDocument,
  StartMemberFileDocument,
  type MemberFileShownFragment,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useMemberResultsFile } from "../lib/apiFiles.js";
import { useMessages } from "../lib/messages.js";
import { saveFile } from "../lib/saveFile.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered } from "../parts/Page.js";
import { CheckedFile, Loading } from "./CheckedFile.js";
import { NoFile } from "./FileParts.js";
import { everyMs } from "./state.js";

/** One file of members. */
export function MemberFilePage() {
  const { id } = useParams({ from: "/bulk/members/$id" });
  const looked = useAsk(MemberFileOfDocument, { id }, { keep: true });
  const every = everyMs(looked.data?.data.memberFile?.state);
  const asked = useAsk(MemberFileOfDocument, { id }, { keep: true, ...(every && { everyMs: every }) });
  return (
    <Answered asked={asked} loading={Loading}>
      {({ memberFile }) => (memberFile ? <Found file={memberFile} /> : <NoFile icon="members" />)}
    </Answered>
  );
}

function Found({ file }: { file: MemberFileShownFragment }) {
  const { bulk } = useMessages();
  const { session } = useSignedIn();
  const start = useWish(StartMemberFileDocument, "member-file-start");
  const discard = useWish(DiscardMemberFileDocument, "member-file-discard");
  const results = useMemberResultsFile(session, saveFile);
  const counts = [[bulk.members.created, file.created] as const, [bulk.members.found, file.found] as const];
  return <CheckedFile file={file} kind="MEMBERS" counts={counts} moves={{ scope: "members:write", start, discard, results }} />;
}
