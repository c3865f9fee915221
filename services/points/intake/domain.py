"""The order in which the events of the members service take effect.

The events of one member keep their order; members do not wait for one another.
So events are gathered into steps. Within a step programmes take effect first,
then enrolments, tiers and facts, then erasures, then activities, each kind all at once. A refund
stands in another step than the same member's other activities, because what it takes depends on
what they left. A merge has a step of its own: what follows it is the survivor's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.member_facts import FactsChanged
from services.points.activities.domain.standing import (
    MemberEnrolled,
    MemberErased,
    MemberMerged,
    MemberUnmerged,
    TierChanged,
)
from services.points.programme.domain.published import ProgrammePublished

Told = MemberEnrolled | TierChanged | FactsChanged | MemberErased | Activity
"""Events about one member."""
MemberEvent = ProgrammePublished | MemberMerged | MemberUnmerged | Told


@dataclass(slots=True)
class Step:
    """Events that take effect together, each kind in its order."""

    programmes: list[ProgrammePublished] = field(default_factory=list)
    merges: list[MemberMerged | MemberUnmerged] = field(default_factory=list)
    enrolments: list[MemberEnrolled] = field(default_factory=list)
    tiers: list[TierChanged] = field(default_factory=list)
    facts: list[FactsChanged] = field(default_factory=list)
    erased: list[MemberErased] = field(default_factory=list)
    awards: list[Activity] = field(default_factory=list)
    refunds: list[Activity] = field(default_factory=list)


class _Kind(IntEnum):
    """The kind of a member's last event, in the order within a step."""

    NOTHING = 0
    STANDING = 1
    AWARD = 2
    REFUND = 3


def effect_order(events: Iterable[MemberEvent]) -> list[Step]:
    """`events` in steps, to take effect one after the other."""
    steps: list[Step] = []
    last: dict[tuple[str, str], tuple[int, _Kind]] = {}
    # A programme or a merge waits for everything before it, and everything after waits for it.
    first = 0
    for event in events:
        if isinstance(event, ProgrammePublished | MemberMerged | MemberUnmerged):
            first = len(steps)
            if isinstance(event, ProgrammePublished):
                steps.append(Step(programmes=[event]))
            else:
                steps.append(Step(merges=[event]))
            last.clear()
            continue
        member = (event.brand, event.member_id)
        before, kind_before = last.get(member, (first, _Kind.NOTHING))
        kind = _kind(event)
        number = before + (1 if _must_wait(kind, kind_before) else 0)
        while len(steps) <= number:
            steps.append(Step())
        last[member] = (number, kind)
        _put(steps[number], event)
    return steps


def _must_wait(kind: _Kind, before: _Kind) -> bool:
    return (
        kind < before or before is _Kind.REFUND or (kind is _Kind.REFUND and before >= _Kind.AWARD)
    )


def _kind(event: Told) -> _Kind:
    if not isinstance(event, Activity):
        return _Kind.STANDING
    return _Kind.REFUND if event.type is ActivityType.REFUND else _Kind.AWARD


def _put(step: Step, event: Told) -> None:
    if isinstance(event, MemberEnrolled):
        step.enrolments.append(event)
    elif isinstance(event, TierChanged):
        step.tiers.append(event)
    elif isinstance(event, FactsChanged):
        step.facts.append(event)
    elif isinstance(event, MemberErased):
        step.erased.append(event)
    elif event.type is ActivityType.REFUND:
        step.refunds.append(event)
    else:
        step.awards.append(event)
