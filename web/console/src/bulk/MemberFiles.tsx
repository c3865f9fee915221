import { Link } from "@tanstack/react-router";
import { Panel } from "@tessera/kit";

import { MemberFilesDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import { CheckedFiles, EVERY_MS, useMore } from "./CheckedFiles.js";

/** The files by which operators brought members. */
export function MemberFiles() {
  const { members: words } = useMessages().bulk;
  const { first, button } = useMore();
  const asked = useAsk(MemberFilesDocument, { first, after: null }, { keep: true, everyMs: EVERY_MS });
  return (
    <Panel title={words.files} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ memberFiles: found }) => (
          <CheckedFiles
            title={words.files}
            icon="members"
            noneText={words.noneText}
            files={(found?.edges ?? []).map(({ node }) => ({ ...node, tried: node.created + node.found + node.refused }))}
            link={({ id, name }) => (
              <Link to="/bulk/members/$id" params={{ id }}>
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
