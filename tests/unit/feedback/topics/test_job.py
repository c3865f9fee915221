"""What is due of one brand does not wait for another's."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from services.common.clock import ManualClock
from services.feedback.topics.commands.context import TopicsContext
from services.feedback.topics.commands.jobs import SLICE, TopicJob
from services.feedback.topics.domain.edition import Edition, OfBrand

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
EDITION = Edition("story", date(2026, 11, 24), "tea", NOON, NOON)


class World:
    """Editions of two brands to be counted and drafted; those of `bad` cannot be kept."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str]] = []
        self.due: list[OfBrand] = [("bad", EDITION), ("tea", EDITION)]

    async def brands(self, after: str, limit: int) -> list[str]:
        return []

    async def of(self, brand: str) -> None:
        return None

    async def uncounted(
        self, now: datetime, limit: int, without: Collection[OfBrand]
    ) -> Sequence[OfBrand]:
        return [each for each in self.due if each not in without][:limit]

    async def undrafted(self, limit: int, without: Collection[OfBrand]) -> Sequence[OfBrand]:
        return await self.uncounted(NOON, limit, without)

    async def letters(self, now: datetime, limit: int) -> list[Any]:
        return []

    def _keep(self, what: str, brand: str) -> None:
        if brand == "bad":
            raise ValueError("an edition of before")
        self.kept.append((what, brand))

    async def count(self, brand: str, edition: Edition, judge: object) -> None:
        self._keep("counted", brand)

    async def drafted(self, brand: str, edition: Edition) -> None:
        self._keep("drafted", brand)


async def test_an_edition_that_cannot_be_counted_or_drafted_stops_no_other() -> None:
    world, unused = World(), cast(Any, None)
    here = cast(Any, world)
    ctx = TopicsContext(here, here, unused, unused, ManualClock(NOON))
    await TopicJob(ctx, unused, unused, unused, unused, 1.0).work()
    assert world.kept == [("counted", "tea"), ("drafted", "tea")]


async def test_a_slice_full_of_editions_that_fail_keeps_no_other_waiting() -> None:
    world, unused = World(), cast(Any, None)
    weeks = [
        replace(EDITION, planned=EDITION.planned + timedelta(days=7 * n)) for n in range(SLICE)
    ]
    world.due = [*(("bad", each) for each in weeks), ("tea", EDITION)]
    here = cast(Any, world)
    ctx = TopicsContext(here, here, unused, unused, ManualClock(NOON))
    job = TopicJob(ctx, unused, unused, unused, unused, 1.0)
    for _ in range(2):
        await job.work()
    assert world.kept == [("counted", "tea"), ("drafted", "tea")]
