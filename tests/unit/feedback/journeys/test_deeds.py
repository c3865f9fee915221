"""What a step does for a member beside messages: once, and told when it was not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from services.common.clock import ManualClock
from services.feedback.journeys.commands.doing import DoingContext, do_due
from services.feedback.journeys.domain.deed import WAITS, Deed, DeedState, Gift, Tagging
from services.feedback.journeys.domain.entry import Outcome
from services.feedback.journeys.domain.section import Step, journeys_section
from services.feedback.programme.domain import Programme
from services.feedback.timers.domain import Timer
from tests.unit.feedback.journeys.test_walk import (
    DUE,
    ENROLLED,
    HELLO,
    OTHER,
    PROFILED_MEMBER,
    THREE_DAYS,
    enter,
    journey,
    outcomes,
    wake,
)

GIFT = Gift(asset="POINTS", amount=50, budget=500)
THANK = Step("thank", does=GIFT)
NOTE = Step("note", does=Tagging(("student",), ("panel",)))


def test_a_step_that_gives_or_tags_asks_for_a_deed_and_the_member_goes_on() -> None:
    of = journey(THREE_DAYS, THANK, NOTE, HELLO)
    moved = wake(of, enter(of).entry, DUE + timedelta(hours=1))
    assert [(each.step, each.does, each.due, each.member_id) for each in moved.deeds] == [
        ("thank", GIFT, DUE, "mem_1"),
        ("note", NOTE.does, DUE, "mem_1"),
    ]
    assert outcomes(moved)[1:3] == [("thank", Outcome.ASKED), ("note", Outcome.ASKED)]
    assert [line.deed_id for line in moved.entry.lines[1:3]] == [each.id for each in moved.deeds]
    assert [each.message for each in moved.wishes] == ["hello"]
    # Whoever takes the step again asks for the same.
    again = wake(of, enter(of).entry, DUE)
    assert [each.id for each in again.deeds] == [each.id for each in moved.deeds]


def test_a_gift_that_reads_the_member_needs_consent_to_profiling() -> None:
    of = journey(replace(THANK, when='member.tier == "gold"'))
    assert len(enter(of, PROFILED_MEMBER).deeds) == 1
    passed_over = enter(of, OTHER)
    assert (passed_over.deeds, outcomes(passed_over)) == ((), [("thank", Outcome.PROFILING)])


def test_a_programme_says_what_a_step_does() -> None:
    steps = [
        {"code": "a", "grant": {"coupon": "birthday"}},
        {"code": "b", "grant": {"asset": "POINTS", "amount": 5, "budget": 10}},
        {"code": "c", "tag": {"add": ["student"]}},
    ]
    each = {"code": "j", "name": {"zh": "旅", "en": "J"}, "enter": {"on": "first_order"}}
    document = {"reach": {"messages": [], "journeys": [each | {"steps": steps}]}}
    of = Programme(document=document).section(journeys_section)["j"]
    assert [step.does for step in of.steps] == [
        Gift(coupon="birthday"),
        Gift(asset="POINTS", amount=5, budget=10),
        Tagging(("student",)),
    ]
    assert [step.kind for step in of.steps] == ["grant", "grant", "tag"]


@dataclass
class Kept:
    """Deeds and timers in memory."""

    deeds: dict[str, Deed]
    timers: dict[str, Timer] = field(default_factory=dict)

    async def asked(self, brand: str, ids: Collection[str]) -> Sequence[Deed]:
        found = (self.deeds[id_] for id_ in ids if id_ in self.deeds)
        return [each for each in found if each.state is DeedState.ASKED]

    async def end(self, timers: Sequence[Timer], ended: Sequence[Deed]) -> Sequence[Timer]:
        for each in timers:
            del self.timers[each.key]
        self.deeds |= {each.id: each for each in ended}
        return timers

    async def postpone(self, timer: Timer, until: datetime) -> None:
        self.timers[timer.key] = replace(timer, due=until, tries=timer.tries + 1)


@dataclass
class Door:
    """A service that refuses the deeds named, and counts what it does."""

    refuses: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    away: bool = False

    async def do(self, brand: str, deeds: Sequence[Deed]) -> Mapping[str, str]:
        if self.away:
            raise ConnectionError("away")
        self.done += [each.id for each in deeds if each.id not in self.refuses]
        return {each.id: self.refuses.get(each.id, "") for each in deeds}


def deed(number: int) -> Deed:
    return Deed(f"deed_{number}", f"mem_{number}", "ent_1", "week", "thank", ENROLLED, GIFT)


def begun(*deeds: Deed) -> tuple[DoingContext, Kept, Door]:
    timers = {each.id: Timer("tea", "journey_deed", each.id, each.due) for each in deeds}
    kept, door = Kept({each.id: each for each in deeds}, timers), Door()
    return DoingContext(kept, door, ManualClock(ENROLLED)), kept, door


async def test_what_is_refused_is_kept_with_its_reason_and_stops_no_other() -> None:
    ctx, kept, door = begun(deed(1), deed(2))
    door.refuses = {"deed_1": "GRANT_BUDGET_EXHAUSTED"}
    taken = await do_due(ctx, list(kept.timers.values()))
    assert (len(taken), kept.timers, door.done) == (2, {}, ["deed_2"])
    assert [(each.state, each.reason, each.ended_at) for each in kept.deeds.values()] == [
        (DeedState.REFUSED, "GRANT_BUDGET_EXHAUSTED", ENROLLED),
        (DeedState.DONE, "", ENROLLED),
    ]


@pytest.mark.parametrize("reason", ["MEMBER_NOT_FOUND", "PROGRAMME_MISSING"])
async def test_whom_or_what_points_does_not_know_yet_is_asked_for_again_a_few_times(
    reason: str,
) -> None:
    ctx, kept, door = begun(deed(1), deed(2))
    door.refuses = {"deed_1": reason}
    assert [each.key for each in await do_due(ctx, list(kept.timers.values()))] == ["deed_2"]
    assert kept.timers["deed_1"].due == ENROLLED + WAITS[0]
    assert await kept.asked("tea", ["deed_1"])
    door.refuses = {}
    await do_due(ctx, list(kept.timers.values()))
    assert kept.deeds["deed_1"].state is DeedState.DONE
    ctx, kept, door = begun(deed(1))
    door.refuses = {"deed_1": reason}
    for _ in range(len(WAITS) + 1):
        await do_due(ctx, list(kept.timers.values()))
    assert kept.timers == {}
    assert kept.deeds["deed_1"].reason == reason


async def test_a_service_that_is_busy_is_asked_until_it_answers() -> None:
    ctx, kept, door = begun(deed(1))
    door.refuses = {"deed_1": "OVERLOADED"}
    for _ in range(3 * len(WAITS)):
        await do_due(ctx, list(kept.timers.values()))
    assert kept.timers["deed_1"].due == ENROLLED + WAITS[-1]
    door.refuses = {}
    await do_due(ctx, list(kept.timers.values()))
    assert kept.deeds["deed_1"].state is DeedState.DONE


async def test_while_a_service_is_away_all_of_it_waits() -> None:
    ctx, kept, door = begun(deed(1))
    door.away = True
    with pytest.raises(ConnectionError):
        await do_due(ctx, list(kept.timers.values()))
    assert kept.deeds["deed_1"].state is DeedState.ASKED
    assert kept.timers


async def test_a_deed_that_is_gone_or_done_is_done_no_more() -> None:
    """Its member was erased, or another worker was faster."""
    ctx, kept, door = begun(deed(1), deed(2))
    del kept.deeds["deed_1"]
    kept.deeds["deed_2"] = deed(2).ended("", ENROLLED)
    await do_due(ctx, list(kept.timers.values()))
    assert (door.done, kept.timers) == ([], {})
