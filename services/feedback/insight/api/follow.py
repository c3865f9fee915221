"""Follows the feed of members, and feedback's own, for happenings."""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol

from services.common.setting_aside import EventKind
from services.common.timestamps import sent_instant
from services.feedback.insight.api.said import said
from services.feedback.insight.commands.taking import Taking
from services.feedback.insight.domain.happening import (
    ENROLMENT,
    LOST,
    OPT_OUT,
    ORDER,
    REFERRAL,
    REFERRAL_REVERSED,
    SERIES_MAX,
    Change,
    Happening,
    Leave,
    Move,
    Zone,
)
from services.feedback.offers.domain.record import Ordered
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import consents_pb2, events_pb2, lifecycle_pb2
from tessera.types.v1 import types_pb2

PREFIX = "ACTIVITY_TYPE_"

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


class Offers(Protocol):
    """The room of next offers, which hears of orders and erasures by the same follower."""

    async def ordered(self, orders: Sequence[Ordered]) -> None: ...

    async def forget(self, brand: str, member_id: str) -> None: ...


def follow_members(
    taking: Taking, offers: Offers
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of members."""

    async def handle(events: Sequence[events_pb2.Event]) -> None:
        changes = [change for event in events for change in _changes(event)]
        await taking.take(changes)
        done = (each for each in changes if isinstance(each, Happening))
        sold = (each for each in done if each.kind == ORDER)
        orders = [_ordered(each) for each in sold if each.series and each.member_id]
        if orders:
            await offers.ordered(orders)
        for change in changes:
            if isinstance(change, Leave):
                await offers.forget(change.brand, change.member_id)

    return handle


def follow_items(taking: Taking) -> Callable[[Sequence[feedback_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of items."""

    async def handle(events: Sequence[feedback_pb2.Event]) -> None:
        await taking.take([happening for event in events for happening in said(event)])

    return handle


def _changes(event: events_pb2.Event) -> Iterator[Change]:
    at = event.record_time.ToDatetime(UTC)
    match event.WhichOneof("kind"):
        case "programme_published":
            document = json.loads(event.programme_published.document_json)
            yield Zone(event.brand, document["timezone"])
        case "member_enrolled":
            told = event.member_enrolled
            yield Happening(
                id=event.id,
                brand=event.brand,
                member_id=event.member_id,
                kind=ENROLMENT,
                at=sent_instant(told, "enrol_time") or at,
                store_id=told.origin.store_code,
                channel=told.channel,
                source=told.origin.source,
            )
        case "activity_recorded" if not event.activity_recorded.activity.by_brand:
            yield _activity(event, event.activity_recorded.activity)
        case "stage_entered":
            entered = event.stage_entered
            if entered.level == lifecycle_pb2.ACTIVITY_LEVEL_LOST:
                yield _of_member(event, LOST, sent_instant(entered, "since_time") or at)
        case "consent_changed":
            said_so = event.consent_changed
            marketing = said_so.purpose == consents_pb2.CONSENT_PURPOSE_MARKETING
            if marketing and not said_so.granted:
                yield _of_member(event, OPT_OUT, sent_instant(said_so, "occur_time") or at)
        case "referral_qualified":
            if event.referral_qualified.role == events_pb2.REFERRAL_ROLE_INVITER:
                yield _of_member(event, REFERRAL, at)
        case "referral_reversed":
            if event.referral_reversed.role == events_pb2.REFERRAL_ROLE_INVITER:
                yield _of_member(event, REFERRAL_REVERSED, at)
        case "member_merged":
            merged = event.member_merged
            ids = merged.merge_id, merged.from_member_id, merged.into_member_id
            yield Move(event.brand, *ids, at)
        case "member_unmerged":
            undone = event.member_unmerged
            both = undone.merge_id, undone.from_member_id, undone.into_member_id
            yield Move(event.brand, *both, at, undone=True)
        case "member_erased":
            yield Leave(event.brand, event.member_id, at)


def _of_member(event: events_pb2.Event, kind: str, at: datetime) -> Happening:
    return Happening(event.id, event.brand, event.member_id, kind, at)


def _activity(event: events_pb2.Event, done: types_pb2.Activity) -> Happening:
    kind = types_pb2.ActivityType.Name(done.type).removeprefix(PREFIX).lower()
    paid = done.order.total.minor_units if done.HasField("order") else 0
    sold_by = done.order.channel or done.channel
    return Happening(
        id=event.id,
        brand=event.brand,
        member_id=event.member_id,
        kind=kind,
        at=done.occur_time.ToDatetime(UTC),
        minor=-paid if done.type == types_pb2.ACTIVITY_TYPE_REFUND else paid,
        store_id=done.store_id,
        channel=done.channel,
        order=f"{sold_by}/{done.order.order_id}" if done.HasField("order") else "",
        series=_series(done, kind),
        content=done.content.content_id,
        read_percent=done.content.read_percent,
    )


def _series(done: types_pb2.Activity, kind: str) -> tuple[str, ...]:
    if kind != ORDER:
        return (done.article.series,) if done.article.series else ()
    return tuple(sorted({line.series for line in done.order.lines if line.series})[:SERIES_MAX])


def _ordered(done: Happening) -> Ordered:
    return Ordered(done.brand, done.member_id, done.order, done.at, done.series)
