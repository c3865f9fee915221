"""Jobs that judge who is due: whoever can't be judged keeps nobody else from it."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from services.common.brand_config import ProgrammeUnreadable
from services.members import due_members
from services.members.context import MembersContext
from services.members.due_members import AWAY_AFTER, DueJob, Waiting, judge_by_brand
from services.members.programme.domain.rules import Rules

SLICE = 3
Member = tuple[str, str]


class Room:
    """Members who are due, in their order; `broken` fail, `stuck` stay due, `unreadable` brands
    have no programme, `away` fail because a store is away."""

    def __init__(
        self,
        due: Sequence[Member],
        broken: Collection[Member] = (),
        stuck: Collection[Member] = (),
        unreadable: Collection[str] = (),
        away: Collection[str] = (),
        bare: Collection[str] = (),
    ) -> None:
        self.members = list(due)
        self.judged: list[Member] = []
        self.calls = 0
        self._broken, self._stuck = set(broken), set(stuck)
        self._unreadable, self._away, self._bare = set(unreadable), set(away), set(bare)

    async def of(self, brand: str) -> Rules:
        if brand in self._unreadable:
            raise ProgrammeUnreadable(brand, 7, KeyError("timezone"))
        return cast("Rules", brand)

    async def judge(self, rules: Rules, brand: str, ids: Sequence[str]) -> int:
        assert cast("str", rules) == brand
        self.calls += 1
        if brand in self._away:
            raise TimeoutError("no primary")
        if brand in self._bare:
            return 0
        members = [(brand, each) for each in ids]
        if any(each in self._broken for each in members):
            raise KeyError("positions")  # whole or not at all, as a transaction
        self.judged += members
        self.members = [m for m in self.members if m not in members or m in self._stuck]
        return len(ids)

    async def slice(self, waiting: Waiting) -> bool:
        ctx: MembersContext[Any] = MembersContext(None, cast("Any", self), cast("Any", None))
        passed = [
            (brand, member_id)
            for brand, member_id in self.members
            if brand not in waiting.brands and member_id not in waiting.members
        ]
        await judge_by_brand(ctx, passed[:SLICE], self.judge, waiting)
        return len(passed) >= SLICE

    async def run(self, waiting: Waiting) -> None:
        """Slice after slice, until one is not full."""
        for _ in range(10 * len(self.members) + 10):
            if not await self.slice(waiting):
                return
        raise AssertionError("the job would never rest")


NAMES = [(brand, f"{brand}_{n}") for brand in ("tea", "retail", "wine") for n in range(4)]
MEMBERS = st.sets(st.sampled_from(NAMES))


@settings(max_examples=40)
@given(st.permutations(NAMES), MEMBERS, MEMBERS, st.sets(st.sampled_from(["tea", "wine"])))
def test_whoever_can_be_judged_is_judged_whatever_the_others_do_and_in_whatever_order(
    due: list[Member], broken: set[Member], stuck: set[Member], unreadable: set[str]
) -> None:
    room = Room(due, broken, stuck, unreadable)
    asyncio.run(room.run(Waiting("test")))
    assert set(room.judged) == {m for m in NAMES if m not in broken and m[0] not in unreadable}


async def test_one_broken_member_stops_neither_their_brand_nor_those_behind() -> None:
    broken = [("tea", f"broken_{n}") for n in range(SLICE)]
    room = Room([*broken, ("tea", "sound"), ("retail", "other")], broken)
    waiting = Waiting("test")
    await room.run(waiting)
    assert room.judged == [("tea", "sound"), ("retail", "other")]
    assert set(waiting.members) == {"broken_0", "broken_1", "broken_2"}
    assert not waiting.brands


async def test_who_failed_has_another_turn_once_all_others_were_judged() -> None:
    room = Room([("tea", "ill"), ("tea", "sound")], broken=[("tea", "ill")])
    waiting = Waiting("test")
    await room.run(waiting)
    room._broken.clear()
    assert not await room.slice(waiting)
    assert room.judged == [("tea", "sound")]
    waiting.end()
    await room.run(waiting)
    assert room.judged == [("tea", "sound"), ("tea", "ill")]


async def test_the_failing_of_one_brand_is_told_in_a_metric_until_it_is_over() -> None:
    def told(what: str) -> float | None:
        labels = {"room": "told", "what": what}
        return REGISTRY.get_sample_value("tessera_due_members_unjudged", labels)

    room = Room([("tea", "ill"), ("wine", "any")], [("tea", "ill")], unreadable=["wine"])
    waiting = Waiting("told")
    await room.run(waiting)
    waiting.end()
    assert (told("member"), told("brand")) == (1, 1)
    waiting.end()
    assert (told("member"), told("brand")) == (0, 0)


async def test_a_store_that_is_away_is_not_asked_for_each_member() -> None:
    due = [("tea", f"tea_{n}") for n in range(50)]
    room = Room([*due, ("retail", "other")], away=["tea"])
    ctx: MembersContext[Any] = MembersContext(None, cast("Any", room), cast("Any", None))
    waiting = Waiting("test")
    await judge_by_brand(ctx, room.members, room.judge, waiting)
    assert room.calls == 1 + AWAY_AFTER + 1
    assert waiting.brands == {"tea"}
    assert room.judged == [("retail", "other")]


@pytest.mark.parametrize("failing", [{"bare": ["tea"]}, {"broken": True}])
async def test_a_brand_of_whom_too_many_wait_waits_as_a_whole(
    failing: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_members, "MEMBERS_MAX", 7)
    due = [("tea", f"tea_{n}") for n in range(12)]
    if "broken" in failing:
        failing = {"broken": due}
    room = Room([*due, ("retail", "other")], **failing)
    waiting = Waiting("test")
    await room.run(waiting)
    assert waiting.brands == {"tea"}
    assert not waiting.members
    assert room.judged == [("retail", "other")]


async def test_the_job_rests_between_runs_and_begins_each_with_all() -> None:
    room = Room([("tea", "ill"), ("tea", "sound")], broken=[("tea", "ill")])
    runs: list[Collection[str]] = []
    rested = asyncio.Event()

    class Held:
        async def acquire(self) -> bool:
            return True

    async def judge(waiting: Waiting) -> bool:
        runs.append(set(waiting.members))
        if len(runs) == 3:
            rested.set()
        return await room.slice(waiting)

    job = asyncio.create_task(DueJob("test", judge, Held(), 0).run())
    await asyncio.wait_for(rested.wait(), 60)
    job.cancel()
    assert runs[:3] == [set(), set(), set()]
    assert room.judged == [("tea", "sound")]
