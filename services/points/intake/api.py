"""The members feed: its protos as the member events that take effect in points."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from services.common.exact_json import read_json
from services.common.setting_aside import EventKind
from services.common.store_projection import known_store
from services.points.activities.api.activities import to_activity
from services.points.activities.api.member_facts import to_facts_changed
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.occasion import (
    GroupNews,
    Occasion,
    Side,
    enrolment,
    of_group,
    of_occasion,
    of_referral,
    of_reversal,
)
from services.points.activities.domain.standing import (
    MemberEnrolled,
    MemberErased,
    MemberMerged,
    MemberUnmerged,
    Tier,
    TierChanged,
)
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.intake.domain import MemberEvent
from services.points.ledger.api.messages import maybe_instant, to_instant
from services.points.programme.domain.published import ProgrammePublished
from tessera.members.v1 import events_pb2

_OCCASIONS = {
    events_pb2.OCCASION_KIND_BIRTHDAY: ActivityType.BIRTHDAY,
    events_pb2.OCCASION_KIND_ENROLMENT_ANNIVERSARY: ActivityType.ENROLMENT_ANNIVERSARY,
    events_pb2.OCCASION_KIND_FIRST_ORDER_ANNIVERSARY: ActivityType.FIRST_ORDER_ANNIVERSARY,
}


_NEWS = {
    events_pb2.GROUP_NEWS_SILENT: ActivityType.GROUP_SILENT,
    events_pb2.GROUP_NEWS_KOC: ActivityType.GROUP_KOC,
    events_pb2.GROUP_NEWS_RUN: ActivityType.GROUP_RUN,
}
_SIDES = {
    events_pb2.REFERRAL_ROLE_INVITER: ActivityType.REFERRAL,
    events_pb2.REFERRAL_ROLE_INVITEE: ActivityType.INVITED,
}


def members_of(event: events_pb2.Event) -> Sequence[str]:
    """The members whose later events wait for this one: of a merge or an undo both."""
    if event.HasField("member_merged"):
        return [event.member_merged.from_member_id, event.member_merged.into_member_id]
    if event.HasField("member_unmerged"):
        return [event.member_unmerged.from_member_id, event.member_unmerged.into_member_id]
    return [event.member_id] if event.member_id else []


Handler = Callable[[Sequence[events_pb2.Event]], Awaitable[None]]

MEMBER_EVENT: EventKind[events_pb2.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=members_of,
    write=lambda event: event.SerializeToString(),
    read=events_pb2.Event.FromString,
)
"""An event of members; a programme holds nobody back."""


def member_events_handler(ctx: PointsContext) -> Handler:
    """The handler that a follower gives its events to: it lets them take effect."""

    async def handle(events: Sequence[events_pb2.Event]) -> None:
        # A store has no member whose order it could break, and is judged as it is known: so the
        # stores of these events are known to all their activities.
        await ctx.stores.keep(
            [known_store(event) for event in events if event.HasField("store_changed")]
        )
        read = [own for event in events for own in to_member_events(event)]
        await follow_members(ctx, read)

    return handle


def to_member_events(event: events_pb2.Event) -> Sequence[MemberEvent]:
    """`event` as points know it: nothing where it has no effect here.

    Raises for what points cannot read: the follower sets it aside, for one bad event must not stop
    all that follow.
    """
    at = to_instant(event.record_time, "record_time")
    kind = event.WhichOneof("kind")
    if kind == "programme_published":
        publication = event.programme_published
        document = read_json(publication.document_json)
        return [ProgrammePublished(event.brand, publication.version, document, at)]
    if kind == "member_enrolled":
        entry = event.member_enrolled
        since = maybe_instant(entry, "enrol_time") or at
        return [
            MemberEnrolled(event.brand, event.member_id, since),
            enrolment(event.brand, event.member_id, since, entry.channel),
        ]
    if kind == "tier_changed" and event.tier_changed.main:
        change = event.tier_changed
        tier = Tier(change.to_tier, change.to_rank, change.multiplier_percent)
        since = maybe_instant(change, "effective_time") or at
        return [TierChanged(event.brand, event.member_id, tier, at, since)]
    if kind == "member_erased":
        return [MemberErased(event.brand, event.member_id)]
    if kind == "member_merged":
        merged = event.member_merged
        ids = merged.from_member_id, merged.merge_id
        return [MemberMerged(event.brand, merged.into_member_id, *ids, at)]
    if kind == "member_unmerged":
        undone = event.member_unmerged
        both = undone.from_member_id, undone.into_member_id
        return [MemberUnmerged(event.brand, event.member_id, *both, undone.merge_id)]
    if kind == "facts_changed":
        return [to_facts_changed(event.brand, event.member_id, event.facts_changed)]
    if kind == "activity_recorded":
        return [to_activity(event.brand, event.activity_recorded.activity)]
    if kind == "occasion_due" and event.occasion_due.kind in _OCCASIONS:
        due = event.occasion_due
        # Points are given on the day: what comes before is for those who send messages.
        if due.lead_days == 0:
            begins_at = to_instant(due.begin_time, "begin_time")
            occasion = Occasion(_OCCASIONS[due.kind], due.key, due.years)
            return [of_occasion(event.brand, event.member_id, occasion, begins_at)]
    if kind == "referral_qualified" and event.referral_qualified.role in _SIDES:
        told = event.referral_qualified
        qualified_at = to_instant(told.qualify_time, "qualify_time")
        side = Side(_SIDES[told.role], told.referral_id, told.round)
        numbers = told.number, told.month_number
        return [of_referral(event.brand, event.member_id, side, qualified_at, *numbers)]
    if kind == "referral_reversed" and event.referral_reversed.role in _SIDES:
        back = event.referral_reversed
        side = Side(_SIDES[back.role], back.referral_id, back.round)
        return [of_reversal(event.brand, event.member_id, side, at)]
    if kind == "group_joined":
        joined = event.group_joined
        news = GroupNews(ActivityType.GROUP_JOINED, joined.kind, joined.store_id)
        joined_at = to_instant(joined.join_time, "join_time")
        return [of_group(event.brand, event.member_id, news, joined_at, joined.store_id)]
    if kind == "group_standing_changed" and event.group_standing_changed.news in _NEWS:
        told_of = event.group_standing_changed
        key = f"{told_of.group_id}/{told_of.key}"
        news = GroupNews(_NEWS[told_of.news], told_of.kind, key)
        since = to_instant(told_of.occur_time, "occur_time")
        return [of_group(event.brand, event.member_id, news, since, told_of.store_id)]
    return []
