"""The order in which news of members may take effect together.

What concerns one member keeps its order; members do not wait for one another.
So news fall into waves: within a wave first programmes, then tiers, then
activities take effect, each kind of them all at once. A refund has a wave
apart from the same member's other activities, because what it takes depends
on what they left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from services.points.activities.domain.activity import Activity, ActivityType
from services.points.activities.domain.standing import TierChanged
from services.points.programme.domain.published import ProgrammePublished

News = ProgrammePublished | TierChanged | Activity


@dataclass(slots=True)
class Wave:
    """What may take effect together, each kind in its order."""

    programmes: list[ProgrammePublished] = field(default_factory=list)
    tiers: list[TierChanged] = field(default_factory=list)
    awards: list[Activity] = field(default_factory=list)
    refunds: list[Activity] = field(default_factory=list)


class _Kind(IntEnum):
    """What came last of a member, in the order within a wave."""

    NOTHING = 0
    TIER = 1
    AWARD = 2
    REFUND = 3


def waves(news: Iterable[News]) -> list[Wave]:
    """`news` in waves, to take effect one after the other."""
    made: list[Wave] = []
    last: dict[tuple[str, str], tuple[int, _Kind]] = {}
    # A programme waits for everything before it, and everything after waits for it.
    first = 0
    for item in news:
        if isinstance(item, ProgrammePublished):
            first = len(made)
            made.append(Wave(programmes=[item]))
            last.clear()
            continue
        member = (item.brand, item.member_id)
        before, kind_before = last.get(member, (first, _Kind.NOTHING))
        kind = _kind(item)
        number = before + (1 if _must_wait(kind, kind_before) else 0)
        while len(made) <= number:
            made.append(Wave())
        last[member] = (number, kind)
        _put(made[number], item)
    return made


def _must_wait(kind: _Kind, before: _Kind) -> bool:
    return (
        kind < before or before is _Kind.REFUND or (kind is _Kind.REFUND and before >= _Kind.AWARD)
    )


def _kind(item: TierChanged | Activity) -> _Kind:
    if isinstance(item, TierChanged):
        return _Kind.TIER
    return _Kind.REFUND if item.type is ActivityType.REFUND else _Kind.AWARD


def _put(wave: Wave, item: TierChanged | Activity) -> None:
    if isinstance(item, TierChanged):
        wave.tiers.append(item)
    elif item.type is ActivityType.REFUND:
        wave.refunds.append(item)
    else:
        wave.awards.append(item)
