"""Segments that operators save and delete."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from services.common import audit
from services.common.cel_check import ConditionChecker, ConditionRefused
from services.common.condition_facts import declared
from services.common.errors import Refusal
from services.members.context import MembersContext
from services.members.segments.commands.judging import SegmentsUnit
from services.members.segments.domain.section import (
    SAVED_MAX,
    Segment,
    SegmentInProgramme,
    SegmentNotFound,
    SegmentsFull,
    declared_segments,
)
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions, took_effect

KIND = "segments.member"
"""Of conditions, in condition_facts.json."""


class SavingUnit(AnsweringUnit, Protocol):
    """A transaction that saves segments."""

    @property
    def segments(self) -> SegmentsUnit: ...


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """A segment to save. `etag`: the version that was read, "" for whichever there is."""

    request_id: str
    segment: Segment
    etag: str

    def asked(self) -> Asked:
        new = self.segment
        content = ("segment", new.code, new.name_zh, new.name_en, new.when, self.etag)
        return Asked(self.request_id, content)


@cache
def _checker() -> ConditionChecker:
    kinds = declared()
    return ConditionChecker(kinds[KIND], kinds.values())


def check_condition(when: str, field: str = "when") -> int:
    """The most that one judgement of it costs. Refuses SEGMENT_CONDITION_REFUSED for what is no
    condition over the facts of members."""
    try:
        return _checker().check(when)
    except ConditionRefused as refused:
        raise Refusal(
            "SEGMENT_CONDITION_REFUSED",
            str(refused)[:500],
            field=field,
            metadata={"problem": str(refused.reason), "at": str(refused.at)},
        ) from refused


async def save_segment(
    ctx: MembersContext[Transactions[SavingUnit]], brand: str, change: SegmentChange
) -> bool:
    """Save a segment, new or in place of the one of that code; True when this request did that
    before.

    Raises SegmentInProgramme, SegmentsFull, and SEGMENT_CONDITION_REFUSED, ETAG_MISMATCH and
    REQUEST_ID_REUSED refusals.
    """
    rules = await ctx.rulebook.of(brand)
    segment = change.segment

    async def work(unit: SavingUnit) -> bool:
        asked = change.asked()
        if await took_effect(unit, brand, asked):
            return True
        check_condition(segment.when)
        if any(each.code == segment.code for each in declared_segments(rules)):
            raise SegmentInProgramme(segment.code)
        saved = await unit.segments.saved(brand)
        before = _of_code(saved, segment.code)
        version = before.version if before else 0
        if change.etag and change.etag != str(version):
            raise Refusal("ETAG_MISMATCH", "changed meanwhile: read it again", field="etag")
        if before is None and len(saved) >= SAVED_MAX:
            raise SegmentsFull
        await unit.segments.save(brand, replace(segment, saved=True, version=version + 1))
        audit.changed(
            before={"when": before.when if before else ""},
            after={"segment": segment.code, "when": segment.when},
        )
        await unit.answers.remember(brand, [(asked, Answered(""))])
        return False

    return await ctx.store.transact(work)


async def delete_segment(
    ctx: MembersContext[Transactions[SavingUnit]], brand: str, request_id: str, code: str
) -> bool:
    """Delete a segment that an operator saved; True when this request did that before.

    Raises SegmentInProgramme, SegmentNotFound and a REQUEST_ID_REUSED refusal.
    """
    rules = await ctx.rulebook.of(brand)

    async def work(unit: SavingUnit) -> bool:
        asked = Asked(request_id, ("segment deleted", code))
        if await took_effect(unit, brand, asked):
            return True
        before = _of_code(await unit.segments.saved(brand), code)
        if before is None:
            if any(each.code == code for each in declared_segments(rules)):
                raise SegmentInProgramme(code)
            raise SegmentNotFound(f"no segment {code} was saved")
        await unit.segments.delete(brand, code)
        audit.changed(before={"segment": code, "when": before.when}, after={})
        await unit.answers.remember(brand, [(asked, Answered(""))])
        return False

    return await ctx.store.transact(work)


def _of_code(segments: Sequence[Segment], code: str) -> Segment | None:
    return next((each for each in segments if each.code == code), None)
