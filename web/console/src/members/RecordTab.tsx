import { Panel } from "@tessera/kit";

import { MemberRecordDocument, type MemberRecordQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { Answered, Lines, Stack } from "../parts/Page.js";
import { AdviserPanel } from "./AdviserPanel.js";
import { ConsentsPanel } from "./ConsentsPanel.js";
import { CouponsPanel } from "./CouponsPanel.js";
import { DisclosuresPanel } from "./DisclosuresPanel.js";
import { DecisionsPanel } from "./DecisionsPanel.js";
import { CopyPanel } from "./CopyPanel.js";
import { ErasurePanel } from "./ErasurePanel.js";
import { FactsPanel } from "./FactsPanel.js";
import { IdentitiesPanel } from "./IdentitiesPanel.js";
import styles from "./Members.module.css";
import { LifecyclePanel } from "./LifecyclePanel.js";
import { LoginsPanel } from "./LoginsPanel.js";
import { MergePanel } from "./MergePanel.js";
import { ProfilePanel } from "./ProfilePanel.js";
import { SegmentsPanel } from "./SegmentsPanel.js";
import { StatementPanel } from "./StatementPanel.js";
import { TagsPanel } from "./TagsPanel.js";

export type MemberRecord = NonNullable<MemberRecordQuery["member"]>;

/** What is on record of a member, beside points and feedback: figures, agreements, coupons, decisions. */
export function RecordTab({ id, title }: { id: string; title: string }) {
  const asked = useAsk(MemberRecordDocument, { id }, { keep: true });
  return (
    <Answered
      asked={asked}
      loading={
        <Panel title={title}>
          <Lines count={8} />
        </Panel>
      }
    >
      {({ member, memberSegments, coupons, viewer }) =>
        member && (
          <div className={styles.columns}>
            <Stack>
              <FactsPanel facts={member.facts} currencyCode={viewer?.currencyCode ?? undefined} />
              {member.lifecycle && <LifecyclePanel lifecycle={member.lifecycle} />}
              <StatementPanel id={id} />
              {memberSegments && <SegmentsPanel segments={memberSegments} />}
              <TagsPanel tags={member.tags} />
              <DecisionsPanel decisions={member.tierDecisions?.edges.map(({ node }) => node)} />
            </Stack>
            <Stack>
              <ProfilePanel member={member} />
              <AdviserPanel memberId={id} />
              <IdentitiesPanel member={member} />
              <LoginsPanel memberId={id} />
              <ConsentsPanel member={member} />
              <MergePanel memberId={id} />
              <DisclosuresPanel memberId={id} />
              <CopyPanel memberId={id} />
              <ErasurePanel memberId={id} />
              {coupons && <CouponsPanel memberId={id} coupons={coupons.edges.map(({ node }) => node)} goesOn={coupons.pageInfo.hasNextPage} />}
            </Stack>
          </div>
        )
      }
    </Answered>
  );
}
