"""The earlier changes of a member: for front ends that come back, and for those without a socket.

Each part is read as any list of the member is, from the service that keeps it (`resume_point`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from google.protobuf.timestamp_pb2 import Timestamp

from gateway.core.codes import Code
from gateway.core.errors import Refused
from gateway.schema.changes.resume_point import (
    LATE_MS_MAX,
    NEVER,
    Mark,
    ResumePoint,
    TimePosition,
    mark,
)
from gateway.schema.core.context import RequestContext
from gateway.upstream.batching import Need
from gateway.upstream.event_hub import PointsMoved, TierMoved
from gateway.upstream.loaders import wallet_need
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import events_pb2, members_pb2
from tessera.points.v1 import wallets_pb2

ITEMS_MAX = 100
"""The newest items and decisions that are read."""
ITEMS_COST = 25
"""The cost of reading them, however few have changed."""
PAGE = 100
PAGES_MAX = 10
"""Beyond so many pages of entries, the front end reads the balance and the list anew."""

E = TypeVar("E")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class CatchUp(Generic[P, E]):
    """Earlier changes, oldest first, each with the position behind it; and the position behind all.

    With `more`, there are more changes behind that position.
    """

    events: Sequence[tuple[P, E]]
    position: P
    more: bool = False


async def catch_up_points(
    context: RequestContext, member_id: str, point: ResumePoint, first: int
) -> CatchUp[int, PointsMoved]:
    """At most `first` entries behind the point; none when it has no position in the points."""
    after = point.points
    if after is None and point.asked_at is not None:
        after = await _sequence_at(context, member_id, point.asked_at - LATE_MS_MAX)
    if after is None:
        wallet = await _wallet(context, member_id)
    else:
        wallet = await _wallet(context, member_id, entries=first, before=after + first + 1)
    if wallet is None or after is None:
        return CatchUp((), wallet.points.sequence if wallet else 0)
    # Another request may have asked for more of the same page.
    behind = sorted((e for e in wallet.entries if e.sequence > after), key=lambda e: e.sequence)
    events = [
        (entry.sequence, PointsMoved(member_id, entry, 0, entry.cause.redemption_id))
        for entry in behind[:first]
    ]
    last = events[-1][0] if events else after
    return CatchUp(events, last, more=bool(events) and last < wallet.points.sequence)


async def _sequence_at(context: RequestContext, member_id: str, at: int) -> int:
    """The number of the last entry that was recorded by `at`, ms. Raises RESUME_TOO_FAR."""
    before = 0
    for _ in range(PAGES_MAX):
        wallet = await _wallet(context, member_id, entries=PAGE, before=before)
        entries = sorted(wallet.entries if wallet else (), key=lambda e: -e.sequence)
        for entry in entries:
            if ms(entry.record_time) <= at:
                return entry.sequence
        if wallet is None or not wallet.has_more_entries or not entries:
            return 0
        before = entries[-1].sequence
    raise too_far()


def too_far() -> Refused:
    """The refusal for more changes than are sent one by one."""
    most = PAGE * PAGES_MAX
    return Refused(Code.RESUME_TOO_FAR, f"More than {most} entries were missed.", limit=most)


async def _wallet(
    context: RequestContext, member_id: str, *, entries: int = 0, before: int = 0
) -> wallets_pb2.Wallet | None:
    # The cost of the document does not include these pages: their number is known only now.
    if entries == PAGE:
        await context.charge(PAGE)
    need = wallet_need(entries=entries, before=before)
    return (await context.loaders.wallets.load(context.caller, [member_id], need)).get(member_id)


async def catch_up_tiers(
    context: RequestContext, member_id: str, point: ResumePoint
) -> CatchUp[TimePosition, TierMoved]:
    """One change for each ladder that changed behind the point; none without a position."""
    after = _since(point.tiers, point.asked_at)
    services = context.services
    request = members_pb2.ListTierDecisionsRequest(member_id=member_id, page_size=ITEMS_MAX)
    response = await services.read(services.members.ListTierDecisions, request, context.caller)
    marks = [decision_mark(each) for each in response.decisions]
    if after is None:
        return CatchUp((), NEVER.after(marks))
    ladders: dict[str, list[members_pb2.TierDecision]] = {}
    for decision, found in zip(response.decisions, marks, strict=True):
        if after.is_new(found) and decision.from_tier != decision.to_tier:
            ladders.setdefault(decision.ladder, []).append(decision)
    events: list[tuple[TimePosition, TierMoved]] = []
    reached = after
    if ladders:
        found_members = await context.loaders.members.load(context.caller, [member_id], Need())
        member = found_members.get(member_id)
        tiers = list(member.tiers) if member else []
        for made in sorted(ladders.values(), key=lambda made: ms(made[0].decide_time)):
            reached = reached.after(map(decision_mark, made))
            change = _change(member_id, made, tiers)
            if change is not None:
                events.append((reached, change))
    return CatchUp(events, after.after(marks))


def _change(
    member_id: str,
    made: Sequence[members_pb2.TierDecision],
    tiers: Sequence[members_pb2.Tier],
) -> TierMoved | None:
    """The decisions on a ladder, newest first, as one change; None when they cancel out."""
    last, first = made[0], made[-1]
    tier = next((each for each in tiers if each.ladder == last.ladder), None)
    if tier is None or first.from_tier == last.to_tier:
        return None
    changed = events_pb2.TierChanged(
        ladder=last.ladder,
        main=tier is tiers[0],
        from_tier=first.from_tier,
        to_tier=last.to_tier,
        multiplier_percent=tier.multiplier_percent,
        reason=last.reason,
        ladder_name=last.ladder_name,
        from_tier_name=first.from_tier_name,
        to_tier_name=last.to_tier_name,
    )
    event = events_pb2.Event(
        member_id=member_id, record_time=last.decide_time, tier_changed=changed
    )
    return TierMoved(member_id, event)


async def catch_up_feedback(
    context: RequestContext, member_id: str, point: ResumePoint
) -> CatchUp[TimePosition, feedback_pb2.Event]:
    """Each of the newest items that changed behind the point; none without a position."""
    after = _since(point.feedback, point.asked_at)
    need = Need("", (ITEMS_MAX,))
    found = await context.loaders.feedback.load(context.caller, [member_id], need)
    listed = found.get(member_id)
    items = sorted(listed.feedback if listed else (), key=lambda item: ms(changed_at(item)))
    marks = [item_mark(item) for item in items]
    if after is None:
        return CatchUp((), NEVER.after(marks))
    events = []
    reached = after
    for item, found_mark in zip(items, marks, strict=True):
        if after.is_new(found_mark):
            reached = reached.after([found_mark])
            event = feedback_pb2.Event(
                member_id=member_id, record_time=changed_at(item), feedback=item
            )
            events.append((reached, event))
    return CatchUp(events, after.after(marks))


def _since(part: TimePosition | None, asked_at: int | None) -> TimePosition | None:
    return TimePosition(asked_at) if part is None and asked_at is not None else part


def decision_mark(decision: members_pb2.TierDecision) -> Mark:
    """The mark of a decision."""
    return mark(ms(decision.decide_time), decision.ladder, decision.from_tier, decision.to_tier)


def change_mark(event: events_pb2.Event) -> Mark:
    """The mark of the same decision in its event."""
    changed = event.tier_changed
    return mark(ms(event.record_time), changed.ladder, changed.from_tier, changed.to_tier)


def item_mark(item: feedback_pb2.Feedback) -> Mark:
    """The mark of an item as it is now; each event of its timeline changes it."""
    return mark(ms(changed_at(item)), item.id, len(item.timeline))


def changed_at(item: feedback_pb2.Feedback) -> Timestamp:
    """The time of the last event of an item."""
    return item.timeline[-1].time if item.timeline else item.create_time


def ms(time: Timestamp) -> int:
    """The timestamp in ms of the epoch; 0 when it is not set."""
    return time.seconds * 1000 + time.nanos // 1_000_000
