"""Follows the feed of members, and feedback's own, for what members are asked on."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC

from services.common.setting_aside import EventKind
from services.common.watch import Feed
from services.feedback.surveys.commands.context import SurveysContext
from services.feedback.surveys.commands.offering import offer_on
from services.feedback.surveys.domain.member import MemberChange
from services.feedback.surveys.domain.offer import Happening
from services.feedback.surveys.domain.section import On
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import consents_pb2, events_pb2
from tessera.types.v1 import types_pb2

ITEM_CHANGED = "feedback_changed"
_OCCASIONS = {
    events_pb2.OCCASION_KIND_BIRTHDAY: "birthday",
    events_pb2.OCCASION_KIND_ENROLMENT_ANNIVERSARY: "enrolment_anniversary",
    events_pb2.OCCASION_KIND_FIRST_ORDER_ANNIVERSARY: "first_order_anniversary",
}

MEMBER_EVENT: EventKind[events_pb2.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=lambda event: (event.member_id,) if event.member_id else (),
    write=lambda event: event.SerializeToString(),
    read=events_pb2.Event.FromString,
)
"""An event of members."""
ITEM_EVENT: EventKind[feedback_pb2.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=lambda event: (),
    write=lambda event: event.SerializeToString(),
    read=feedback_pb2.Event.FromString,
)
"""A change of an item. Each stands for itself, so that none waits behind another."""


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """Changes of items, and the token after them."""

    events: Sequence[feedback_pb2.Event]
    token: str


async def item_changes(feed: Feed, after: str) -> AsyncGenerator[ItemChanges, None]:
    """Changes of items of all brands after the token `after`, as a source of `Follower`."""
    async with aclosing(feed.watch(after, brand=None, types=[ITEM_CHANGED])) as watching:
        async for arrived in watching:
            events = [feedback_pb2.Event.FromString(event.payload) for event in arrived.events]
            yield ItemChanges(events, arrived.token)


def follow_members(
    ctx: SurveysContext,
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of members: what they are, and what they are asked on."""

    async def handle(events: Sequence[events_pb2.Event]) -> None:
        await ctx.store.know([change for event in events for change in _changes(event)])
        for event in events:
            if event.HasField("member_erased"):
                await ctx.store.forget(event.brand, event.member_id)
        await offer_on(ctx, [found for event in events for found in _happenings(event)])

    return handle


def follow_items(
    ctx: SurveysContext,
) -> Callable[[Sequence[feedback_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of items: a member is asked when theirs is closed."""

    async def handle(events: Sequence[feedback_pb2.Event]) -> None:
        await offer_on(ctx, [_closed(event) for event in events if _is_closed(event)])

    return handle


def _changes(event: events_pb2.Event) -> Iterator[MemberChange]:
    at = event.record_time.ToDatetime(UTC)
    if event.HasField("member_enrolled"):
        yield MemberChange(event.brand, event.member_id, at)
    elif event.HasField("tier_changed") and event.tier_changed.main:
        yield MemberChange(event.brand, event.member_id, at, tier=event.tier_changed.to_tier)
    elif event.HasField("consent_changed"):
        told = event.consent_changed
        if told.purpose == consents_pb2.CONSENT_PURPOSE_SURVEY:
            said_at = told.occur_time.ToDatetime(UTC)
            # A consent for one channel ends a withdrawal for all; a withdrawal for one is about
            # messages there, and no survey is sent.
            if told.granted or told.channel == consents_pb2.CONTACT_CHANNEL_ALL:
                refuses = not told.granted
                yield MemberChange(event.brand, event.member_id, said_at, refuses=refuses)


def _happenings(event: events_pb2.Event) -> Iterator[Happening]:
    if event.HasField("activity_recorded"):
        done = event.activity_recorded.activity
        if done.type == types_pb2.ACTIVITY_TYPE_ORDER:
            key = f"order/{done.channel}/{done.event_id}"
            at = done.occur_time.ToDatetime(UTC)
            yield Happening(event.brand, event.member_id, On.ORDER, key, at, done.store_id)
    elif event.HasField("occasion_due") and event.occasion_due.lead_days == 0:
        due = event.occasion_due
        at = event.record_time.ToDatetime(UTC)
        occasion = _OCCASIONS.get(due.kind, "")
        key = f"occasion/{due.key}"
        yield Happening(event.brand, event.member_id, On.OCCASION, key, at, occasion=occasion)


def _is_closed(event: feedback_pb2.Event) -> bool:
    return (
        event.HasField("feedback")
        and event.feedback.state == feedback_pb2.FEEDBACK_STATE_CLOSED
        and bool(event.member_id)
    )


def _closed(event: feedback_pb2.Event) -> Happening:
    item = event.feedback
    at = event.record_time.ToDatetime(UTC)
    key = f"feedback/{item.id}"
    return Happening(
        event.brand, event.member_id, On.FEEDBACK_CLOSED, key, at, store_id=item.store_id
    )
