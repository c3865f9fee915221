import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Avatar, Badge, Button, Empty, Segments, Skeleton, Tile, Tiles, toast } from "@tessera/kit";
import { lazy, Suspense, useEffect, useState } from "react";

import {
  CheckInMemberDocument,
  MemberPageDocument,
  type MemberPageQuery,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, PageHead, Stack } from "../parts/Page.js";
import { AdjustDialog } from "./AdjustDialog.js";
import { BalancePanel } from "./BalancePanel.js";
import { CheckInsPanel } from "./CheckInsPanel.js";
import { EntriesPanel } from "./EntriesPanel.js";
import { FeedbackPanel } from "./FeedbackPanel.js";
import styles from "./Members.module.css";
import { lookedAt } from "./recent.js";
import { RedemptionsPanel } from "./RedemptionsPanel.js";
import { TiersColumn } from "./TiersPanel.js";
import { useMemberLive } from "./useMemberLive.js";

// Tabs that are looked at seldom come when they are opened.
const FriendsTab = lazy(() => import("./FriendsTab.js").then((loaded) => ({ default: loaded.FriendsTab })));
const PlayTab = lazy(() => import("./PlayTab.js").then((loaded) => ({ default: loaded.PlayTab })));
const RecordTab = lazy(() => import("./RecordTab.js").then((loaded) => ({ default: loaded.RecordTab })));
const TimelineTab = lazy(() => import("./TimelineTab.js").then((loaded) => ({ default: loaded.TimelineTab })));
const TouchesTab = lazy(() => import("./TouchesTab.js").then((loaded) => ({ default: loaded.TouchesTab })));

export type Member = NonNullable<MemberPageQuery["member"]>;

type Show = "now" | "timeline" | "record" | "play" | "touches" | "friends";

const SHOWS: readonly Show[] = ["now", "timeline", "play", "touches", "friends", "record"];

/** All about a member, kept up to date while it is looked at. */
export function MemberPage() {
  const { id } = useParams({ from: "/members/$id" });
  const { members } = useMessages();
  const asked = useAsk(MemberPageDocument, { id }, { keep: true });
  const found = asked.data?.data.member?.id;
  useEffect(() => {
    if (found) lookedAt(found);
  }, [found]);
  const live = useMemberLive(id);
  return (
    <Answered asked={asked} loading={<Loading />}>
      {({ member, redemptions }) =>
        member ? (
          <MemberScreen key={member.id} member={member} redemptions={redemptions} live={live} />
        ) : (
          <Empty icon="members" title={members.missing}>
            {members.missingText}
          </Empty>
        )
      }
    </Answered>
  );
}

function MemberScreen({
  member,
  redemptions,
  live,
}: {
  member: Member;
  redemptions: MemberPageQuery["redemptions"];
  live: boolean;
}) {
  const { app, members } = useMessages();
  const format = useFormat();
  const now = useNow();
  const { may, stores } = useSignedIn();
  const [adjusting, setAdjusting] = useState(false);
  const navigate = useNavigate();
  const search = useSearch({ from: "/members/$id" });
  const show = SHOWS.find((each) => each === search.show) ?? "now";
  const { points } = member;
  const expiring = points?.expiring ?? [];
  const [soonest] = expiring;
  const sum = expiring.reduce((total, each) => total + each.points, 0);
  return (
    <>
      <PageHead
        title={
          <span className={styles.who}>
            <Avatar name={member.name} size={46} />
            <span>
              {member.name || members.unnamed}
              <span className={styles.whoMore}>
                {member.phone && <span>{member.phone}</span>}
                {member.tiers.map((tier) => (
                  <Badge key={tier.ladder.code} tone="accent">
                    {tier.name}
                  </Badge>
                ))}
                <span>{members.since(format.date(member.enrolledAt))}</span>
                {member.lastSeenAt && <span>{members.seen(format.fromNow(member.lastSeenAt, now))}</span>}
                {live && (
                  <span className={styles.live}>
                    <i aria-hidden="true" />
                    {app.states.live}
                  </span>
                )}
              </span>
            </span>
          </span>
        }
      >
        {member.checkIns && !member.checkIns.checkedInToday && !stores && <CheckInButton memberId={member.id} />}
        {may("points:write") ? (
          <Button look="primary" icon="plus" onPress={() => setAdjusting(true)}>
            {members.adjust}
          </Button>
        ) : (
          <Button isDisabled aria-label={`${members.adjust}: ${app.states.needs("points:write")}`}>
            {members.adjust}
          </Button>
        )}
      </PageHead>
      <Stack>
        {points && (
          <Tiles>
            <Tile name={members.tiles.available}>{format.number(points.available)}</Tile>
            <Tile name={members.tiles.pending} note={points.pending > 0 && members.tiles.spendableLater}>
              {format.number(points.pending)}
            </Tile>
            <Tile name={members.tiles.held} note={points.held > 0 && members.tiles.heldNote}>
              {format.number(points.held)}
            </Tile>
            <Tile
              name={members.tiles.expiring}
              note={soonest && members.tiles.expiringOn(format.number(soonest.points), format.shortDay(soonest.on))}
            >
              {format.number(sum)}
            </Tile>
            <Tile name={members.tiles.growth}>{format.number(member.growth)}</Tile>
          </Tiles>
        )}
        <div>
          <Segments
            label={members.show}
            value={show}
            onChange={(next) =>
              void navigate({
                to: "/members/$id",
                params: { id: member.id },
                search: { show: next === "now" ? undefined : next },
                replace: true,
              })
            }
            choices={SHOWS.map((key) => ({ key, label: members.shows[key] }))}
          />
        </div>
        {show === "record" ? (
          <Suspense>
            <RecordTab id={member.id} title={members.shows.record} />
          </Suspense>
        ) : show === "play" ? (
          <Suspense>
            <PlayTab id={member.id} title={members.shows.play} />
          </Suspense>
        ) : show === "friends" ? (
          <Suspense>
            <FriendsTab id={member.id} title={members.shows.friends} />
          </Suspense>
        ) : show === "timeline" ? (
          <Suspense>
            <TimelineTab id={member.id} title={members.shows.timeline} />
          </Suspense>
        ) : show === "touches" ? (
          <Suspense>
            <TouchesTab id={member.id} title={members.shows.touches} />
          </Suspense>
        ) : (
          <div className={styles.columns}>
            <Stack>
              <BalancePanel member={member} />
              <EntriesPanel key={member.entries?.totalCount} member={member} />
            </Stack>
            <Stack>
              <TiersColumn member={member} />
              {member.checkIns && <CheckInsPanel checkIns={member.checkIns} />}
              <RedemptionsPanel redemptions={redemptions} />
              <FeedbackPanel member={member} />
            </Stack>
          </div>
        )}
      </Stack>
      <AdjustDialog member={member} isOpen={adjusting} onClose={() => setAdjusting(false)} />
    </>
  );
}

function CheckInButton({ memberId }: { memberId: string }) {
  const { members } = useMessages();
  const format = useFormat();
  const wish = useWish(CheckInMemberDocument, "check-in");
  const checkIn = async () => {
    const outcome = await wish.run({ memberId }).catch((error: unknown) => {
      toast(error instanceof Error ? error.message : "", "bad");
    });
    if (!outcome) return;
    if ("refused" in outcome) return toast(outcome.refused.said, "bad");
    const points = outcome.done.checkIn?.awards?.find(({ asset }) => asset === "POINTS")?.amount;
    if (outcome.done.alreadyCheckedIn) toast(members.checkedInBefore, "info");
    else toast(points ? members.checkedIn(members.available(format.signed(points))) : members.checkedInPlain);
  };
  return (
    <Button icon="check" isPending={wish.isPending} onPress={() => void checkIn()}>
      {members.checkIn}
    </Button>
  );
}

function Loading() {
  return (
    <Stack>
      <Skeleton width={280} height={46} />
      <Skeleton height={78} />
      <div className={styles.columns}>
        <Stack>
          <Skeleton height={250} />
          <Skeleton height={420} />
        </Stack>
        <Stack>
          <Skeleton height={210} />
          <Skeleton height={150} />
        </Stack>
      </div>
    </Stack>
  );
}
