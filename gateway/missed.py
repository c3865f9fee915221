"""What happened to a member since a place: for those who come back, and those without a socket.

Nothing is kept for it. A place is where the member stood in what the services keep anyway:

    points    the number of the last entry; numbers have no holes, so none is missed
    tiers     the time of the last decision, ms; changes of a ladder meanwhile come as one
    feedback  the time of the last moment of any item, ms; an item comes once, as it is now

It grants nothing, so it needs no signature, and it is the same in every process of the gateway.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from google.protobuf.timestamp_pb2 import Timestamp

from gateway.context import Context
from gateway.ids import cursor, position
from gateway.loaders import Need
from gateway.subscriptions import PointsMoved, TierMoved
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import events_pb2, members_pb2

ITEMS_MAX = 100
"""Of feedback and of decisions that are looked at, the newest ones."""
_KIND = "place"
_NUMBER_MAX = 2**53

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member stood; None where that is not known."""

    points: int | None = None
    tiers: int | None = None
    feedback: int | None = None

    def text(self) -> str:
        """For the front end."""
        parts = (self.points, self.tiers, self.feedback)
        return cursor(_KIND, ".".join("" if part is None else str(part) for part in parts))


NOWHERE = Place()


def read_place(text: str | None, field: str) -> Place:
    """The place that was given out as `text`. Raises PAGE_TOKEN_INVALID for anything else."""
    made = NOWHERE

    def read(parts: str) -> str:
        nonlocal made
        points, tiers, feedback = (_number(part) for part in parts.split("."))
        made = Place(points, tiers, feedback)
        return parts

    position(_KIND, text, read, field)
    return made


def _number(part: str) -> int | None:
    if not part:
        return None
    if not part.isascii() or not part.isdecimal() or int(part[:17]) > _NUMBER_MAX:
        raise ValueError(part)
    return int(part[:17])


@dataclass(frozen=True, slots=True)
class Missed(Generic[E]):
    """What happened, oldest first, and where that ends. With `more`, there is more behind it."""

    events: Sequence[E]
    place: int
    more: bool = False


async def points_missed(
    context: Context, member_id: str, after: int | None, first: int
) -> Missed[PointsMoved]:
    """At most `first` entries behind the one numbered `after`; none when that is None."""
    need = Need(0, (1, 0)) if after is None else Need(after + first + 1, (1, first))
    found = await context.loaders.wallets.load(context.caller, [member_id], need)
    wallet = found.get(member_id)
    if wallet is None or after is None:
        return Missed((), wallet.points.sequence if wallet else 0)
    # Others may have asked for more of the same page.
    behind = sorted((e for e in wallet.entries if e.sequence > after), key=lambda e: e.sequence)
    events = [PointsMoved(member_id, entry, 0) for entry in behind[:first]]
    if not events:
        return Missed((), after)
    last = behind[len(events) - 1].sequence
    return Missed(events, last, more=last < wallet.points.sequence)


async def tiers_missed(context: Context, member_id: str, after: int | None) -> Missed[TierMoved]:
    """One change for each ladder that changed since `after`, ms; none when that is None."""
    services = context.services
    request = members_pb2.ListTierDecisionsRequest(
        member_id=member_id, page_size=1 if after is None else ITEMS_MAX
    )
    response = await services.read(services.members.ListTierDecisions, request, context.caller)
    newest = response.decisions[0].decide_time if response.decisions else Timestamp()
    if after is None:
        return Missed((), ms(newest))
    since = [each for each in response.decisions if ms(each.decide_time) > after]
    ladders: dict[str, list[members_pb2.TierDecision]] = {}
    for decision in since:
        if decision.from_tier != decision.to_tier:
            ladders.setdefault(decision.ladder, []).append(decision)
    if not ladders:
        return Missed((), max(after, ms(newest)))
    found = await context.loaders.members.load(context.caller, [member_id], Need())
    member = found.get(member_id)
    tiers = list(member.tiers) if member else []
    changes = [_change(member_id, made, tiers) for made in ladders.values()]
    return Missed([each for each in changes if each is not None], ms(newest))


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
    )
    event = events_pb2.Event(
        member_id=member_id, record_time=last.decide_time, tier_changed=changed
    )
    return TierMoved(member_id, event)


async def feedback_missed(
    context: Context, member_id: str, after: int | None
) -> Missed[feedback_pb2.Event]:
    """Each of the newest items that changed since `after`, ms; none when that is None."""
    need = Need("", (ITEMS_MAX,))
    found = await context.loaders.feedback.load(context.caller, [member_id], need)
    listed = found.get(member_id)
    items = sorted(listed.feedback if listed else (), key=lambda item: ms(changed_at(item)))
    place = ms(changed_at(items[-1])) if items else 0
    if after is None:
        return Missed((), place)
    events = [
        feedback_pb2.Event(member_id=member_id, record_time=changed_at(item), feedback=item)
        for item in items
        if ms(changed_at(item)) > after
    ]
    return Missed(events, max(after, place))


def changed_at(item: feedback_pb2.Feedback) -> Timestamp:
    """When anything last happened to an item."""
    return item.timeline[-1].time if item.timeline else item.create_time


def ms(time: Timestamp) -> int:
    """Milliseconds of the epoch; 0 when it is not set."""
    return time.seconds * 1000 + time.nanos // 1_000_000
