import { Link } from "@tanstack/react-router";
import { Panel } from "@tessera/kit";

import { FeedbackFilesDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import { CheckedFiles, EVERY_MS, useMore } from "./CheckedFiles.js";

/** The files by which operators brought what members said elsewhere. */
export function FeedbackFiles() {
  const { feedback: words } = useMessages().bulk;
  const { first, button } = useMore();
  const asked = useAsk(FeedbackFilesDocument, { first, after: null }, { keep: true, everyMs: EVERY_MS });
  return (
    <Panel title={words.files} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ feedbackFiles: found }) => (
          <CheckedFiles
            title={words.files}
            icon="feedback"
            noneText={words.noneText}
            files={(found?.edges ?? []).map(({ node }) => ({ ...node, tried: node.takenIn + node.known + node.refused }))}
            link={({ id, name }) => (
              <Link to="/bulk/feedback/$id" params={{ id }}>
                {name}
              </Link>
            )}
          >
            {found && button(found.pageInfo.hasNextPage, asked.isFetching)}
          </CheckedFiles>
        )}
      </Answered>
    </Panel>
  );
}
