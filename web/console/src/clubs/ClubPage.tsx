import { Link, useParams } from "@tanstack/react-router";
import { Empty, Panel } from "@tessera/kit";
import { useState } from "react";

import { GroupPageDocument } from "../generated/documents.js";
import { TesseraError, useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import styles from "./Clubs.module.css";
import { BoardPanel } from "./BoardPanel.js";
import { Full } from "./Full.js";
import { MemberRows, type Act } from "./MemberRows.js";
import { Pages, usePages } from "./Pages.js";
import { PostsPanel } from "./PostsPanel.js";
import { RoleDialog } from "./RoleDialog.js";
import { TakeOutDialog } from "./TakeOutDialog.js";
import { useNames } from "./useNames.js";

const PAGE = 20;

/** One group: who is in it, in which role, and how they take part. */
export function ClubPage() {
  const { id } = useParams({ from: "/clubs/$id" });
  return <Found key={id} id={id} />;
}

function Found({ id }: { id: string }) {
  const { clubs: words } = useMessages();
  const names = useNames();
  const pages = usePages();
  const [act, setAct] = useState<Act>();
  const asked = useAsk(GroupPageDocument, { id, first: PAGE, after: pages.after }, { keep: true });
  const problems = asked.error instanceof TesseraError ? asked.error.problems : (asked.data?.problems ?? []);
  if (problems.some(({ code }) => code === "GROUP_NOT_FOUND")) return <Missing id={id} />;
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ group, groupMembers }) => {
        const rows = groupMembers?.edges.map(({ node }) => node) ?? [];
        return (
          <>
            <PageHead
              title={group ? names.titleOf(group) : words.one}
              lead={
                <span className={styles.lead}>
                  <Link to="/clubs">{words.back}</Link>
                  <code>{id}</code>
                </span>
              }
            >
              {group && <Full members={group.members} limit={names.limitOf(group.kind)} />}
            </PageHead>
            <Stack>
              <Panel title={words.members} flush>
                {rows.length > 0 ? (
                  <MemberRows rows={rows} onAct={setAct} />
                ) : (
                  <Empty icon="clubs" title={words.empty}>
                    {words.emptyText}
                  </Empty>
                )}
                <Pages pages={pages} info={groupMembers?.pageInfo} isPending={asked.isFetching} />
              </Panel>
              <BoardPanel groupId={id} storeId={group?.storeId ?? null} />
              <PostsPanel groupId={id} />
            </Stack>
            {act?.what === "role" && <RoleDialog groupId={id} act={act} onClose={() => setAct(undefined)} />}
            {act?.what === "out" && <TakeOutDialog groupId={id} act={act} onClose={() => setAct(undefined)} />}
          </>
        );
      }}
    </Answered>
  );
}

function Missing({ id }: { id: string }) {
  const { clubs: words } = useMessages();
  return (
    <>
      <PageHead title={id} />
      <Empty icon="clubs" title={words.missing} action={<Link to="/clubs">{words.back}</Link>}>
        {words.missingText}
      </Empty>
    </>
  );
}
