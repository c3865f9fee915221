"""All who wanted an idea hear of it once, wherever the job stops."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.feedback.ideas.commands.context import IdeasContext
from services.feedback.ideas.commands.jobs import IdeaJob
from services.feedback.ideas.domain.notice import Adoption, Notice
from services.feedback.programme.domain import Text
from tests.unit.feedback.samples import tea

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOTICE = Notice("ide_1/2", "tea", "implemented", Text("好", "x"), NOON, ("ide_1",), rewards=True)
VOTES = [(f"vot_{n:03d}", f"mem_{n}") for n in range(450)]


class Stopped(BaseException):
    """The process is gone."""


class World:
    """The store, touches, members and lease; it stops before the step at which `left` is 0."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.notice: Notice | None = NOTICE
        self.wishes: dict[str, str] = {}
        self.recorded: dict[str, str] = {}

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Stopped

    async def move_votes(self, limit: int) -> bool:
        return False

    async def notices(self, now: datetime, limit: int) -> list[Notice]:
        return [self.notice] if self.notice else []

    async def proposers(self, notice: Notice) -> list[Adoption]:
        return [
            Adoption("ide_1", "ide_1", "mem_a", NOON),
            Adoption("ide_2", "ide_1", "mem_1", NOON),
        ]

    async def heard(self, notice: Notice, limit: int) -> list[tuple[str, str]]:
        return [each for each in VOTES if each[0] > notice.after][:limit]

    async def keep(self, notice: Notice) -> None:
        self.step()
        assert self.notice is not None
        self.notice = replace(self.notice, after=notice.after, rewards=notice.rewards)

    async def done(self, notice: Notice) -> None:
        self.step()
        self.notice = None

    async def record(self, brand: str, adopted: list[Adoption], labels: dict[str, str]) -> None:
        self.step()
        self.recorded |= {each.event_id: each.member_id for each in adopted}

    async def wish(self, brand: str, touches: list[Any]) -> None:
        self.step()
        self.wishes |= {each.id: each.wish.member_id for each in touches}

    async def acquire(self) -> bool:
        return True

    async def of(self, brand: str) -> Any:
        return tea()


def work(world: World, at: datetime = NOON) -> None:
    programmes = SimpleNamespace(of=world.of)
    any_world: Any = world
    unused: Any = None
    ctx = IdeasContext(any_world, programmes, unused, unused, ManualClock(at))  # type: ignore[arg-type]
    asyncio.run(IdeaJob(ctx, any_world, any_world, world, 1.0).work())


@pytest.mark.parametrize("stops_before", range(1, 12))
def test_a_job_that_stops_anywhere_goes_on_and_each_member_hears_once(stops_before: int) -> None:
    world = World(stops_before)
    try:
        work(world)
    except Stopped:
        assert world.notice is not None
        work(world)
    assert world.notice is None
    # One wish for each member, though mem_1 proposed one and voted too.
    assert sorted(world.wishes.values()) == sorted({"mem_a", *(member for _, member in VOTES)})
    assert world.recorded == {"ide_1": "mem_a", "ide_2": "mem_1"}


def test_news_that_are_too_old_for_their_message_are_dropped_but_the_reward_is_not() -> None:
    world = World(0)
    work(world, NOON + timedelta(days=8))
    assert world.notice is None
    assert world.wishes == {}
    assert world.recorded
