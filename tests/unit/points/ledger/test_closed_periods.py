"""What finance has closed stays as it was told; what comes too late counts from the next month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.common.clock import ManualClock
from services.points.calendar.domain.month import Month, MonthInvalid
from services.points.context import PointsContext
from services.points.earning.commands import award_activities
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain import closed_period as period
from services.points.ledger.domain.apply import LATE_FROM
from services.points.ledger.domain.posting import Posted, Refused
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.ledger.domain.validation import CLOCK_SKEW, EffectiveTimeInvalid
from services.points.programme.domain.worth import Worth
from services.points.refunds.commands import commit_refund, refund_waiting
from services.points.statements.commands.close_books import Periods
from tests.activities import TWO_DRINKS, bought, gave_back
from tests.builders import earn, reverse
from tests.fakes import FakeLedgerStore

SHANGHAI = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2026, 10)
NOVEMBER = datetime(2026, 10, 31, 16, tzinfo=UTC)
"""Its first instant in Shanghai."""


class OneZone:
    def __init__(self) -> None:
        self.now = SHANGHAI
        self.worth: dict[str, Worth | None] = {"POINTS": None}

    async def zone(self, brand: str) -> ZoneInfo:
        return self.now

    async def worths(self, brand: str) -> dict[str, Worth | None]:
        return self.worth


class Finance:
    def __init__(self) -> None:
        self.clock = ManualClock(NOVEMBER + timedelta(days=3))
        self.store = FakeLedgerStore()
        self.ledger = Ledger(self.store, self.clock)
        self.brands = OneZone()
        self.periods = Periods(self.ledger, self.brands, self.clock)

    async def close(
        self, month: Month = OCTOBER, request_id: str = "r1", brand: str = "tea"
    ) -> bool:
        return (await self.periods.close(brand, request_id, month, "ann"))[1]

    async def open_from(self, brand: str = "tea") -> datetime | None:
        closed = await self.periods.closed(brand)
        return closed.open_from if closed else None


@pytest.fixture
def finance() -> Finance:
    return Finance()


async def test_nothing_takes_effect_in_a_closed_month_of_its_brand(finance: Finance) -> None:
    early = NOVEMBER - timedelta(milliseconds=1)
    before = await finance.ledger.post(earn("mem_ann", 5, effective_at=early))
    await finance.close()
    for late in (
        earn("mem_ann", 5, effective_at=early),
        earn("mem_ann", 5, effective_at=early - timedelta(days=400)),
        reverse(before.posting.id, effective_at=early),
    ):
        with pytest.raises(EffectiveTimeInvalid):
            await finance.ledger.post(late)
    await finance.ledger.post(earn("mem_ann", 5, effective_at=NOVEMBER))
    await finance.ledger.post(earn("mem_ann", 5))
    await finance.ledger.post(earn("mem_ann", 5, brand="retail", effective_at=early))


async def test_what_was_written_before_the_close_is_still_told_when_asked_again(
    finance: Finance,
) -> None:
    early = earn("mem_ann", 5, effective_at=NOVEMBER - timedelta(days=1))
    first = await finance.ledger.post(early)
    await finance.close()
    again = await finance.ledger.post(early)
    assert (again.posting.id, again.replayed) == (first.posting.id, True)


async def test_a_batch_that_is_closed_in_between_refuses_what_follows(finance: Finance) -> None:
    early = NOVEMBER - timedelta(days=1)
    close = period.closing(
        period.asking("tea", "r", OCTOBER),
        OCTOBER,
        None,
        closings=None,
        zone=SHANGHAI,
        worths={},
        closed_by="ann",
        now=finance.clock.now(),
    )
    results = await finance.ledger.post_all(
        [earn("mem_ann", 5, effective_at=early), close, earn("mem_ann", 6, effective_at=early)]
    )
    assert [type(result) for result in results] == [Posted, Posted, Refused]


async def test_only_a_month_that_has_ended_can_be_closed(finance: Finance) -> None:
    for at, month in (
        (NOVEMBER - timedelta(milliseconds=1), OCTOBER),
        (NOVEMBER + CLOCK_SKEW - timedelta(milliseconds=1), OCTOBER),
        (NOVEMBER, OCTOBER.plus(1)),
    ):
        finance.clock.set(at)
        with pytest.raises(MonthInvalid):
            await finance.close(month)
    assert await finance.open_from() is None
    finance.clock.set(NOVEMBER + CLOCK_SKEW)
    await finance.close()
    assert await finance.open_from() == NOVEMBER
    assert await finance.open_from("retail") is None


async def test_closing_again_or_an_earlier_month_changes_nothing(finance: Finance) -> None:
    assert not await finance.close()
    told = await finance.periods.closed("tea")
    finance.clock.advance(timedelta(days=1))
    assert await finance.close()
    assert not await finance.close(request_id="r2")
    assert not await finance.close(OCTOBER.plus(-3), request_id="r3")
    assert await finance.periods.closed("tea") == told
    assert told is not None
    assert told.final_at > told.closed_at


async def test_the_first_answer_is_told_again_after_later_months_were_closed(
    finance: Finance,
) -> None:
    first, _ = await finance.periods.close("tea", "r1", OCTOBER, "ann")
    finance.clock.advance(timedelta(days=40))
    await finance.close(OCTOBER.plus(1), "r2")
    assert await finance.periods.close("tea", "r1", OCTOBER, "ann") == (first, True)


async def test_a_request_id_closes_one_month_only(finance: Finance) -> None:
    await finance.close()
    with pytest.raises(RequestIdReused) as error:
        await finance.close(OCTOBER.plus(-1))
    assert error.value.reason == "REQUEST_ID_REUSED"
    assert error.value.metadata == {"request_id": "r1"}


async def test_an_activity_told_too_late_is_awarded_at_the_first_open_instant(
    ctx: PointsContext, clock: ManualClock
) -> None:
    order = bought(*TWO_DRINKS)
    clock.advance(timedelta(days=40))
    periods = Periods(ctx.ledger, ctx.programmes, clock)
    month = Month(order.occurred_at.year, order.occurred_at.month)
    closed, _ = await periods.close("tea", "r1", month, "ann")
    (awarded,) = await award_activities(ctx, "tea", [order], refund_waiting)
    assert awarded.posting is not None
    assert awarded.posting.effective_at == closed.open_from
    assert datetime.fromisoformat(awarded.posting.metadata[LATE_FROM]) == order.occurred_at
    refunded = await commit_refund(ctx, gave_back(TWO_DRINKS[0]))
    assert refunded.posting is not None
    assert refunded.posting.effective_at == closed.open_from
    assert LATE_FROM in refunded.posting.metadata


async def test_an_activity_in_an_open_month_is_not_late(ctx: PointsContext) -> None:
    (awarded,) = await award_activities(ctx, "tea", [bought(*TWO_DRINKS)], refund_waiting)
    assert awarded.posting is not None
    assert LATE_FROM not in awarded.posting.metadata


async def test_what_a_programme_says_later_is_kept_beside_what_it_said_then(
    finance: Finance,
) -> None:
    async def zones() -> str:
        known = await finance.ledger.record("tea", period.CLOSINGS, period.CLOSED)
        assert known is not None
        return period.zones_of(known.value, finance.brands.now).key

    await finance.close(OCTOBER.plus(-1), "r0")
    await finance.close()
    assert await zones() == "Asia/Shanghai"
    finance.brands.now = ZoneInfo("America/New_York")
    assert await zones() == "Asia/Shanghai~2026-10~America/New_York"
    # What is closed already says nothing new.
    await finance.close(OCTOBER.plus(-2), "r2")
    assert await zones() == "Asia/Shanghai~2026-10~America/New_York"
    finance.clock.advance(timedelta(days=30))
    await finance.close(OCTOBER.plus(1), "r3")
    finance.brands.now = ZoneInfo("Asia/Tokyo")
    assert await zones() == ("Asia/Shanghai~2026-10~America/New_York~2026-11~Asia/Tokyo")
    assert await finance.open_from() == datetime(2026, 12, 1, 5, tzinfo=UTC)
