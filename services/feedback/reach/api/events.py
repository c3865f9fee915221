"""Follows the feed of members: what messages need of them, and the occasions that bring wishes."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from datetime import UTC, timedelta
from itertools import pairwise
from typing import Protocol

from services.common.setting_aside import EventKind
from services.common.timestamps import sent_instant
from services.feedback.audience.commands import Audience
from services.feedback.audience.domain import (
    Change,
    ConsentSaid,
    Enrolled,
    Erased,
    Ordered,
    Preferences,
    Preferred,
    Rest,
    Said,
    TierReached,
)
from services.feedback.programme.domain import Text
from services.feedback.reach.api.activity_facts import activity_facts
from services.feedback.reach.api.messages import OCCASION_CODES
from services.feedback.reach.commands.wishing import Happened
from services.feedback.reach.domain.wish import Occasion
from tessera.members.v1 import consents_pb2, contacts_pb2, events_pb2, lifecycle_pb2
from tessera.types.v1 import types_pb2


def _members(event: events_pb2.Event) -> tuple[str, ...]:
    merged = event.member_merged
    both = (event.member_id, merged.from_member_id, merged.into_member_id)
    return tuple(dict.fromkeys(filter(None, both)))


REACH_EVENT: EventKind[events_pb2.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=_members,
    write=lambda event: event.SerializeToString(),
    read=events_pb2.Event.FromString,
)
"""An event of members; of one member they take effect in their order."""
ANNIVERSARIES = {
    events_pb2.OCCASION_KIND_BIRTHDAY: "birthday",
    events_pb2.OCCASION_KIND_ENROLMENT_ANNIVERSARY: "enrolment_anniversary",
    events_pb2.OCCASION_KIND_FIRST_ORDER_ANNIVERSARY: "first_order_anniversary",
}
NEWS = timedelta(days=1)
"""Who joined longer before it was told joined elsewhere: nobody is welcomed years later."""
assert set(ANNIVERSARIES.values()) <= set(OCCASION_CODES.values())


class Gone(Protocol):
    """Members who are no more: erased, or one with another."""

    async def forget(self, brand: str, member_id: str) -> None: ...

    async def merge(self, brand: str, loser: str, survivor: str) -> None: ...

    async def part(self, brand: str, member_id: str) -> None: ...


async def follow_reach(
    audience: Audience,
    take: Callable[[Sequence[Happened]], Awaitable[None]],
    gone: Gone,
    events: Sequence[events_pb2.Event],
) -> None:
    """Keep what messages need of members, then let `take` act on what happened to them.

    The mark of an erasure is kept before the rest of the member is deleted, so that nothing is
    written for them in between. Before members become one, what happened to them takes effect: the
    survivor has the wishes of both. Before two are parted, all that came first takes effect; what
    is told of who comes back finds them there.
    """
    begins = [n for n, event in enumerate(events) if n and event.HasField("member_unmerged")]
    for start, end in pairwise([0, *begins, len(events)]):
        await _follow(audience, take, gone, events[start:end])


async def _follow(
    audience: Audience,
    take: Callable[[Sequence[Happened]], Awaitable[None]],
    gone: Gone,
    events: Sequence[events_pb2.Event],
) -> None:
    if events and events[0].HasField("member_unmerged"):
        await gone.part(events[0].brand, events[0].member_unmerged.from_member_id)
    changes = [change for event in events if (change := _change(event)) is not None]
    await audience.keep(changes)
    orders = [each for each in changes if isinstance(each, Ordered)]
    first_orders = await audience.first_orders(orders) if orders else ()
    happened: list[Happened] = []
    for event in events:
        if event.HasField("member_erased"):
            await gone.forget(event.brand, event.member_id)
        elif event.HasField("member_merged"):
            merged = event.member_merged
            await take(happened)
            happened = []
            await gone.merge(event.brand, merged.from_member_id, merged.into_member_id)
        happened += _happened(event, first_orders)
    await take(happened)


def _change(event: events_pb2.Event) -> Change | None:
    at = event.record_time.ToDatetime(UTC)
    match event.WhichOneof("kind"):
        case "member_enrolled":
            joined = event.member_enrolled
            since = sent_instant(joined, "enrol_time") or at
            return Enrolled(event.brand, event.member_id, since, joined.origin.store_code)
        case "member_erased":
            return Erased(event.brand, event.member_id)
        case "tier_changed" if event.tier_changed.main:
            tier = event.tier_changed.to_tier
            return TierReached(event.brand, event.member_id, tier, at, event.id)
        case "activity_recorded":
            if event.activity_recorded.activity.type == types_pb2.ACTIVITY_TYPE_ORDER:
                return Ordered(event.brand, event.member_id, event.id)
        case "contact_preferences_changed":
            told = event.contact_preferences_changed.preferences
            since = told.update_time.ToDatetime(UTC)
            return Preferred(event.brand, event.member_id, _preferences(told), since)
        case "consent_changed":
            said = event.consent_changed
            return ConsentSaid(
                event.brand,
                event.member_id,
                _word(consents_pb2.ConsentPurpose.Name(said.purpose), "CONSENT_PURPOSE_"),
                _word(consents_pb2.ContactChannel.Name(said.channel), "CONTACT_CHANNEL_"),
                Said(said.occur_time.ToDatetime(UTC), said.granted),
            )
    return None


def _preferences(told: contacts_pb2.ContactPreferences) -> Preferences:
    rest = None
    if told.HasField("quiet_hours"):
        hours = told.quiet_hours
        begins, ends = _minute(getattr(hours, "from")), _minute(hours.until)
        rest = Rest(begins, ends, hours.time_zone)
    names = consents_pb2.ContactChannel.Name
    channels = tuple(_word(names(each), "CONTACT_CHANNEL_") for each in told.channels)
    return Preferences(channels, rest, told.language)


def _minute(wall_clock: str) -> int:
    hours, _, minutes = wall_clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _happened(event: events_pb2.Event, first_orders: Collection[str]) -> Iterator[Happened]:
    facts = None
    if event.HasField("activity_recorded"):
        facts = activity_facts(event.activity_recorded.activity)
    at = event.record_time.ToDatetime(UTC)
    if event.id in first_orders:
        first = Occasion("first_order")
        yield Happened(event.brand, event.member_id, first, at, event.id, facts)
    if (occasion := _occasion(event)) is not None:
        yield Happened(event.brand, event.member_id, occasion, at, event.id, facts)


def _is_news(event: events_pb2.Event) -> bool:
    told = event.record_time.ToDatetime(UTC)
    joined = sent_instant(event.member_enrolled, "enrol_time")
    return joined is None or told - joined <= NEWS


def _occasion(event: events_pb2.Event) -> Occasion | None:
    match event.WhichOneof("kind"):
        case "member_enrolled" if _is_news(event):
            return Occasion("member_enrolled", channel=event.member_enrolled.channel)
        case "occasion_due":
            due = event.occasion_due
            if due.kind == events_pb2.OCCASION_KIND_TIER_ENDS:
                return _tier_ends(event)
            if (code := ANNIVERSARIES.get(due.kind)) is not None:
                return Occasion(code, due.lead_days, due.on, due.years)
        case "tier_changed" if event.tier_changed.main:
            tier = event.tier_changed
            name = Text(tier.to_tier_name.zh, tier.to_tier_name.en)
            return Occasion("tier_changed", to=tier.to_tier, before=tier.from_tier, name=name)
        case "stage_entered":
            return _entered(event.stage_entered)
        case "segment_entered":
            return Occasion("segment_entered", to=event.segment_entered.segment)
        case "segment_left":
            return Occasion("segment_left", to=event.segment_left.segment)
        case "cart_left":
            return Occasion("cart_left")
        case "activity_recorded":
            return Occasion("activity")
    return None


def _tier_ends(event: events_pb2.Event) -> Occasion | None:
    due, end = event.occasion_due, event.occasion_due.tier_end
    if not end.main:
        return None
    left = due.begin_time.ToDatetime(UTC) - event.record_time.ToDatetime(UTC)
    return Occasion(
        "tier_ends",
        due.lead_days,
        due.on,
        to=end.expected_tier,
        before=end.tier,
        name=Text(end.expected_tier_name.zh, end.expected_tier_name.en),
        amount=end.to_keep,
        # Begun days count, as people count them.
        days_left=max(0, -(-left // timedelta(days=1))),
    )


def _entered(entered: events_pb2.StageEntered) -> Occasion:
    if entered.stage:
        name, prefix = lifecycle_pb2.LifecycleStage.Name, "LIFECYCLE_STAGE_"
        code, to, before = "stage_entered", name(entered.stage), name(entered.from_stage)
    else:
        level, prefix = lifecycle_pb2.ActivityLevel.Name, "ACTIVITY_LEVEL_"
        code, to, before = "level_entered", level(entered.level), level(entered.from_level)
    return Occasion(code, to=_word(to, prefix), before=_word(before, prefix))


def _word(name: str, prefix: str) -> str:
    """The value of an enum as conditions write it; "" for one that was not set."""
    word = name.removeprefix(prefix).lower()
    return "" if word == "unspecified" else word
