"""The daily round does what it can: one part that fails stops no other, and comes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from services.common.clock import ManualClock
from services.feedback.insight.commands import telling
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.commands.telling import tell
from services.feedback.insight.domain.bucket import Bucket, Totals
from services.feedback.insight.domain.metrics import FirstOrders
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.report import Report
from services.feedback.journeys.commands.context import JourneysContext
from services.feedback.programme.domain import Programme

NOW = datetime(2026, 3, 3, 4, tzinfo=UTC)
YESTERDAY = date(2026, 3, 2)
SECTION = {
    "board": ["orders"],
    "alarms": {"metrics": ["orders"], "min_volume": 1},
    "reports": ["daily", "weekly", "monthly"],
}
TEA = Programme("tea", document={"timezone": "Asia/Shanghai", "insight": SECTION})


class World:
    """Every storage of the round. The counts of `broken` grains can't be read."""

    def __init__(self) -> None:
        self.broken: set[Grain] = set()
        self.reports: dict[Grain, Report] = {}
        self.day: date | None = None

    async def of(self, brand: str) -> Programme:
        return replace(TEA, brand=brand)

    async def heard_at(self) -> datetime:
        return NOW

    async def oldest_mark(self, brand: str) -> None:
        return None

    async def first_orders(self, *asked: object) -> dict[date, FirstOrders]:
        return {}

    async def first_day(self, brand: str) -> date:
        return date(2025, 1, 1)

    async def buckets(
        self, brand: str, grain: Grain, first: date, last: date
    ) -> dict[date, Bucket]:
        if grain in self.broken:
            raise ValueError(f"{grain} can't be read")
        return {}

    async def totals(self, brand: str, days: list[date]) -> dict[date, Totals]:
        return {}

    async def report(self, brand: str, period: Period) -> Report | None:
        return self.reports.get(period.grain)

    async def add_report(self, report: Report) -> None:
        self.reports[report.period.grain] = report

    async def looked(self, brand: str) -> date | None:
        return self.day

    async def has_looked(self, brand: str, day: date) -> None:
        self.day = day

    async def due(self, brand: str) -> list[object]:
        return []


async def told(world: World) -> None:
    stores: dict[str, Any] = dict.fromkeys(InsightContext.__dataclass_fields__, world)
    journeys = cast(JourneysContext, None)
    await tell(InsightContext(**{**stores, "clock": ManualClock(NOW)}), journeys, "tea")


async def test_a_report_that_fails_stops_no_other_report_and_no_look_for_alarms() -> None:
    world = World()
    world.broken = {Grain.WEEK}
    await told(world)
    assert (set(world.reports), world.day) == ({Grain.DAY, Grain.MONTH}, YESTERDAY)
    world.broken.clear()
    await told(world)
    assert set(world.reports) == set(Grain)


async def test_days_are_looked_at_while_channels_fail_and_come_again_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fails(*_: object) -> None:
        raise ValueError("costs can't be read")

    monkeypatch.setattr(telling, "_look_at_channels", fails)
    looked: list[date] = []

    async def look(ctx: object, brand: str, section: object, rules: object, day: date, _: date):  # type: ignore[no-untyped-def]
        looked.append(day)

    monkeypatch.setattr(telling, "_look", look)
    world = World()
    await told(world)
    assert (looked, world.day) == ([YESTERDAY], None)
