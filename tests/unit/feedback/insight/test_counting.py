"""The job that counts goes on without a brand that cannot be counted, and stops with its lease."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.feedback.insight.commands.counting import FAILED_WAIT, Counting
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.bucket import Bucket, Mark
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.report import Report

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
WEEK = Period(Grain.WEEK, date(2026, 11, 23))
MARKS = [Mark(brand, WEEK, f"mrk_{brand}") for brand in ("bad", "good", "tea")]


@dataclass
class World:
    """Marks in memory; of the brand `bad` nothing can be counted, or told."""

    fails: str
    error: Exception = field(default_factory=lambda: ValueError("a programme of before"))
    put_: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    postponed: dict[str, datetime] = field(default_factory=dict)

    def _fail(self, at: str, brand: str) -> None:
        if (self.fails, brand) == (at, "bad"):
            raise self.error

    async def marked(self, now: datetime, most: int) -> list[Mark]:
        return MARKS

    async def counted(self, mark: Mark, began: datetime, again_at: datetime) -> None:
        self.done.append(mark.brand)

    async def postpone(self, mark: Mark, until: datetime) -> None:
        self.postponed[mark.brand] = until

    async def count(self, brand: str, period: Period) -> Bucket:
        self._fail("count", brand)
        return cast(Bucket, None)

    async def put(self, brand: str, bucket: Bucket, as_of: datetime) -> None:
        self.put_.append(brand)

    async def report(self, brand: str, period: Period) -> Report | None:
        self._fail("restate", brand)
        return None

    async def reports(self, *asked: Any) -> list[Report]:
        return []

    async def of(self, brand: str) -> None:
        return None

    @property
    def ctx(self) -> InsightContext:
        here: Any = self
        clock = ManualClock(NOON)
        return InsightContext(here, here, here, here, here, here, here, here, here, clock)


@pytest.mark.parametrize("fails", ["count", "restate"])
async def test_a_brand_that_cannot_be_counted_comes_later_and_stops_no_other(fails: str) -> None:
    world = World(fails)
    assert await Counting(world.ctx, timedelta()).count_due() == 2
    assert world.done == ["good", "tea"]
    assert world.postponed == {"bad": NOON + FAILED_WAIT}


async def test_what_passes_by_itself_is_met_again_with_all_marks() -> None:
    world = World("count", Refusal("OVERLOADED"))
    with pytest.raises(Refusal):
        await Counting(world.ctx, timedelta()).count_due()
    assert (world.done, world.postponed) == ([], {})


async def test_nothing_is_counted_after_the_lease_is_another_worker_s() -> None:
    world, left = World(""), 1

    async def goes_on() -> bool:
        nonlocal left
        left -= 1
        return left >= 0

    await Counting(world.ctx, timedelta(), goes_on).count_due()
    assert (world.put_, world.done) == (["bad"], [])
