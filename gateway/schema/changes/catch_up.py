"""What happened to a member since a place: for those who come back, and those without a socket.

Each part is read as any list of the member is, from the service that keeps it (`gateway.places`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from google.protobuf.timestamp_pb2 import Timestamp

from gateway.core.codes import Code
from gateway.core.errors import Refused
from gateway.schema.changes.resume_point import LATE_MS_MAX, NEVER, Mark, Place, Times, mark
from gateway.schema.core.context import Context
from gateway.upstream.event_hub import PointsMoved, TierMoved
from gateway.upstream.loaders import Need
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import events_pb2, members_pb2
from tessera.points.v1 import wallets_pb2

ITEMS_MAX = 100
"""Of feedback and of decisions that are looked at, the newest ones."""
ITEMS_COST = 25
"""Of looking at them, however few are told."""
PAGE = 100
PAGES_MAX = 10
"""More entries than that were missed: read the balance and the list of entries anew."""

E = TypeVar("E")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Missed(Generic[P, E]):
    """What happened, oldest first, each with the place behind it; and the place behind it all.

    With `more`, there is more behind that.
    """

    events: Sequence[tuple[P, E]]
    place: P
    more: bool = False


async def points_missed(
    context: Context, member_id: str, place: Place, first: int
) -> Missed[int, PointsMoved]:
    """At most `first` entries behind the place; none when it tells nothing of points."""
    after = place.points
    if after is None and place.begun is not None:
        after = await _sequence_at(context, member_id, place.begun - LATE_MS_MAX)
    need = Need(0, (1, 0)) if after is None else Need(after + first + 1, (1, first))
    wallet = await _wallet(context, member_id, need)
    if wallet is None or after is None:
        return Missed((), wallet.points.sequence if wallet else 0)
    # Others may have asked for more of the same page.
    behind = sorted((e for e in wallet.entries if e.sequence > after), key=lambda e: e.sequence)
    events = [(entry.sequence, PointsMoved(member_id, entry, 0)) for entry in behind[:first]]
    last = events[-1][0] if events else after
    return Missed(events, last, more=bool(events) and last < wallet.points.sequence)


async def _sequence_at(context: Context, member_id: str, at: int) -> int:
    """The number of the last entry that was recorded by `at`, ms. Raises RESUME_TOO_FAR."""
    before = 0
    for _ in range(PAGES_MAX):
        wallet = await _wallet(context, member_id, Need(before, (1, PAGE)))
        entries = sorted(wallet.entries if wallet else (), key=lambda e: -e.sequence)
        for entry in entries:
            if ms(entry.record_time) <= at:
                return entry.sequence
        if wallet is None or not wallet.has_more_entries or not entries:
            return 0
        before = entries[-1].sequence
    raise too_far()


def too_far() -> Refused:
    """More was missed than is told one by one."""
    most = PAGE * PAGES_MAX
    return Refused(Code.RESUME_TOO_FAR, f"More than {most} entries were missed.", limit=most)


async def _wallet(context: Context, member_id: str, need: Need) -> wallets_pb2.Wallet | None:
    _, entries = need.sizes
    # How many pages lie behind a place, no cost of the document tells.
    if entries == PAGE:
        await context.charge(PAGE)
    return (await context.loaders.wallets.load(context.caller, [member_id], need)).get(member_id)


async def tiers_missed(context: Context, member_id: str, place: Place) -> Missed[Times, TierMoved]:
    """One change for each ladder that changed behind the place; none when it tells nothing."""
    after = _since(place.tiers, place.begun)
    services = context.services
    request = members_pb2.ListTierDecisionsRequest(member_id=member_id, page_size=ITEMS_MAX)
    response = await services.read(services.members.ListTierDecisions, request, context.caller)
    marks = [decision_mark(each) for each in response.decisions]
    if after is None:
        return Missed((), NEVER.after(marks))
    ladders: dict[str, list[members_pb2.TierDecision]] = {}
    for decision, found in zip(response.decisions, marks, strict=True):
        if after.is_new(found) and decision.from_tier != decision.to_tier:
            ladders.setdefault(decision.ladder, []).append(decision)
    events: list[tuple[Times, TierMoved]] = []
    told = after
    if ladders:
        found_members = await context.loaders.members.load(context.caller, [member_id], Need())
        member = found_members.get(member_id)
        tiers = list(member.tiers) if member else []
        for made in sorted(ladders.values(), key=lambda made: ms(made[0].decide_time)):
            told = told.after(map(decision_mark, made))
            change = _change(member_id, made, tiers)
            if change is not None:
                events.append((told, change))
    return Missed(events, after.after(marks))


def _change(
    member_id: str,
    made: Sequence[members_pb2.TierDecision],
    tiers: Sequence[members_pb2.Tier],
) -> TierMoved | None:
    """The decisions on a ladder, newest first, as one change; None when they come to nothing."""
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


async def feedback_missed(
    context: Context, member_id: str, place: Place
) -> Missed[Times, feedback_pb2.Event]:
    """Each of the newest items that changed behind the place; none when it tells nothing."""
    after = _since(place.feedback, place.begun)
    need = Need("", (ITEMS_MAX,))
    found = await context.loaders.feedback.load(context.caller, [member_id], need)
    listed = found.get(member_id)
    items = sorted(listed.feedback if listed else (), key=lambda item: ms(changed_at(item)))
    marks = [item_mark(item) for item in items]
    if after is None:
        return Missed((), NEVER.after(marks))
    events = []
    told = after
    for item, found_mark in zip(items, marks, strict=True):
        if after.is_new(found_mark):
            told = told.after([found_mark])
            event = feedback_pb2.Event(
                member_id=member_id, record_time=changed_at(item), feedback=item
            )
            events.append((told, event))
    return Missed(events, after.after(marks))


def _since(part: Times | None, begun: int | None) -> Times | None:
    return Times(begun) if part is None and begun is not None else part


def decision_mark(decision: members_pb2.TierDecision) -> Mark:
    """What tells a decision from others."""
    return mark(ms(decision.decide_time), decision.ladder, decision.from_tier, decision.to_tier)


def change_mark(event: events_pb2.Event) -> Mark:
    """The same, of the event that tells the decision."""
    changed = event.tier_changed
    return mark(ms(event.record_time), changed.ladder, changed.from_tier, changed.to_tier)


def item_mark(item: feedback_pb2.Feedback) -> Mark:
    """What tells an item as it stands from others, and from itself before."""
    return mark(ms(changed_at(item)), item.id, len(item.timeline))


def changed_at(item: feedback_pb2.Feedback) -> Timestamp:
    """When anything last happened to an item."""
    return item.timeline[-1].time if item.timeline else item.create_time


def ms(time: Timestamp) -> int:
    """Milliseconds of the epoch; 0 when it is not set."""
    return time.seconds * 1000 + time.nanos // 1_000_000
