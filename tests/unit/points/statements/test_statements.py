"""Statements, trial balance and liability: months add up, whatever was written and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.common.clock import ManualClock
from services.points.calendar.domain.month import (
    Month,
    MonthInvalid,
    expiry_month,
    month_of,
    parse_month,
)
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Posted, PostingKind, PostingRequest
from services.points.programme.domain.worth import Worth
from services.points.statements.commands.statements import Statements
from services.points.statements.domain.statement import Statement
from tests import builders
from tests.fakes import FakeLedgerStore
from tests.fakes_statements import FakeStatementStore

SHANGHAI = ZoneInfo("Asia/Shanghai")
# 1 May, 00:00 in Shanghai.
MAY = datetime(2026, 4, 30, 16, tzinfo=UTC)
JUNE = datetime(2026, 5, 31, 16, tzinfo=UTC)
DAY = timedelta(days=1)
MS = timedelta(milliseconds=1)


class Shanghai:
    async def zone(self, brand: str) -> ZoneInfo:
        return SHANGHAI

    async def worths(self, brand: str) -> dict[str, Worth | None]:
        return {"POINTS": Worth("CNY", 100, 30)}


class Books:
    """A ledger and its statements, at a time of the test's choosing."""

    def __init__(self, now: datetime = MAY) -> None:
        store = FakeLedgerStore()
        self.clock = ManualClock(now)
        self.ledger = Ledger(store, self.clock)
        self.statements = Statements(self.ledger, FakeStatementStore(store), Shanghai(), self.clock)

    async def write(self, request: PostingRequest, at: datetime | None = None) -> Posted:
        if at is not None:
            self.clock.set(at)
        return await self.ledger.post(request)

    async def month(self, month: str, owner: str = "mem_ann") -> Statement:
        told, _ = await self.statements.statement("tea", owner, "POINTS", parse_month(month))
        return told


def lines(told: Statement) -> dict[str, tuple[int, int]]:
    return {line.kind.value: (line.amount, line.count) for line in told.lines}


def test_months_are_local() -> None:
    assert month_of(MAY, SHANGHAI) == Month(2026, 5)
    assert month_of(MAY - MS, SHANGHAI) == Month(2026, 4)
    assert Month(2026, 5).start(SHANGHAI) == MAY
    assert str(Month(2026, 1).plus(-1)) == "2025-12"
    assert Month(2026, 12).plus(1) == Month(2027, 1)


def test_points_that_expire_at_the_end_of_a_month_expire_in_it() -> None:
    assert expiry_month(JUNE, SHANGHAI) == Month(2026, 5)
    assert expiry_month(JUNE + MS, SHANGHAI) == Month(2026, 6)
    assert expiry_month(datetime(9999, 12, 31, 23, tzinfo=UTC), SHANGHAI).year == 9999


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-1", "26-01", "9999-01", "0001-01", "２０２６-01"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(MonthInvalid):
        parse_month(text)


async def test_a_month_opens_moves_by_kind_and_closes() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 100), MAY - 3 * DAY)
    await books.write(builders.spend("mem_ann", 30), MAY + 2 * DAY)
    await books.write(builders.spend("mem_ann", 20), MAY + 3 * DAY)
    await books.write(builders.earn("mem_ann", 7), MAY + 4 * DAY)
    await books.write(builders.earn("mem_ann", 1000), JUNE)
    may = await books.month("2026-05")
    assert (may.opening, may.closing) == (100, 57)
    assert lines(may) == {"earn": (7, 1), "spend": (-50, 2)}
    assert (await books.month("2026-04")).closing == 100
    assert (await books.month("2026-06")).opening == 57


async def test_what_is_recorded_late_shows_in_the_month_for_which_it_counts() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 5), JUNE + DAY)
    await books.write(builders.earn("mem_ann", 40, effective_at=JUNE - DAY), JUNE + 9 * DAY)
    assert (await books.month("2026-05")).closing == 40
    june = await books.month("2026-06")
    assert (june.opening, june.closing, lines(june)) == (40, 45, {"earn": (5, 1)})


async def test_a_midnight_belongs_to_the_month_that_begins() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 3), JUNE)
    assert (await books.month("2026-05")).closing == 0
    assert (await books.month("2026-06")).opening == 0
    assert (await books.month("2026-06")).closing == 3


async def test_a_caller_whose_clock_is_ahead_counts_in_the_next_month() -> None:
    books = Books()
    ahead = JUNE + timedelta(seconds=20)
    await books.write(builders.earn("mem_ann", 3, effective_at=ahead), JUNE - timedelta(seconds=20))
    books.clock.set(JUNE + DAY)
    assert (await books.month("2026-05")).closing == 0
    assert (await books.month("2026-06")).closing == 3


async def test_points_expire_in_their_month_with_or_without_a_sweep() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 10, expire_at=JUNE), MAY + DAY)
    await books.write(builders.earn("mem_ann", 5, expire_at=JUNE + DAY), MAY + DAY)
    books.clock.set(JUNE + 2 * DAY)
    before = await books.month("2026-05"), await books.month("2026-06")
    assert [(told.opening, told.closing) for told in before] == [(0, 5), (5, 0)]
    assert lines(before[0]) == {"earn": (15, 2), "expire": (-10, 0)}
    assert lines(before[1]) == {"expire": (-5, 0)}
    await books.write(builders.earn("mem_ann", 1), JUNE + 3 * DAY)
    assert lines(await books.month("2026-05")) == {"earn": (15, 2), "expire": (-10, 1)}
    assert lines(await books.month("2026-06")) == {"earn": (1, 1), "expire": (-5, 1)}


@pytest.mark.parametrize("released", [True, False])
async def test_points_that_a_hold_kept_expire_in_the_month_in_which_it_ends(released: bool) -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 10, expire_at=JUNE - 5 * DAY))
    await books.write(builders.hold("mem_ann", 10, JUNE + 5 * DAY))
    books.clock.set(JUNE + 3 * DAY)
    told = await books.month("2026-05")
    assert (told.closing, lines(told)) == (10, {"earn": (10, 1)})
    if released:
        await books.write(builders.release("mem_ann"))
    books.clock.set(JUNE + 6 * DAY)
    for _ in ("recorded or not", "recorded"):
        assert await books.month("2026-05") == told
        june = await books.month("2026-06")
        assert (june.opening, lines(june)["expire"][0]) == (10, -10)
        await books.write(builders.earn("mem_ann", 1))
    books.clock.set(JUNE + 40 * DAY)
    breakage = (await books.statements.liability("tea", "POINTS", 2)).breakage
    assert [month.expired for month in breakage] == [0, 10]


async def test_what_a_hold_kept_is_lost_in_the_month_of_its_end_though_nothing_was_swept() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 10, expire_at=JUNE - 5 * DAY))
    await books.write(builders.hold("mem_ann", 4, JUNE + 5 * DAY))
    books.clock.set(JUNE + 40 * DAY)
    (may, june) = (await books.statements.liability("tea", "POINTS", 2)).breakage
    assert (may.expired, june.expired) == (6, 4)


async def test_points_given_back_past_their_expiry_change_no_month_before() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 10, expire_at=JUNE - 5 * DAY))
    spent = await books.write(builders.spend("mem_ann", 10))
    books.clock.set(JUNE + 3 * DAY)
    told = await books.month("2026-05")
    await books.write(builders.reverse(spent.posting.id))
    assert await books.month("2026-05") == told
    assert lines(await books.month("2026-06")) == {"reversal": (10, 1), "expire": (-10, 1)}
    assert await books.ledger.effective_at("tea", "mem_ann", "POINTS", JUNE) == 0


async def test_what_came_too_late_expires_in_the_month_for_which_it_counts() -> None:
    books = Books(JUNE + 3 * DAY)
    late = builders.earn("mem_ann", 10, expire_at=JUNE - 5 * DAY, effective_at=JUNE)
    await books.write(late)
    assert (await books.month("2026-05")).lines == ()
    assert lines(await books.month("2026-06")) == {"earn": (10, 1), "expire": (-10, 1)}


async def test_the_month_under_way_closes_with_the_balance_of_now() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 10, expire_at=JUNE - DAY), MAY + DAY)
    assert (await books.month("2026-05")).closing == 10
    books.clock.set(JUNE - DAY)
    assert (await books.month("2026-05")).closing == 0


async def test_a_month_that_has_not_begun_has_no_statement() -> None:
    with pytest.raises(MonthInvalid):
        await Books(MAY).month("2026-06")


async def test_who_never_had_points_has_a_statement_of_zeros() -> None:
    assert await Books().month("2026-05", "mem_nobody") == Statement(0, 0, ())


async def test_entries_of_a_month_come_in_pages_newest_first() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 99), MAY - DAY)
    for n in range(1, 6):
        await books.write(builders.earn("mem_ann", n), MAY + n * DAY)
    await books.write(builders.earn("mem_ann", 99), JUNE)
    told: list[int] = []
    before = 0
    while True:
        _, page = await books.statements.statement(
            "tea", "mem_ann", "POINTS", Month(2026, 5), before=before, size=2
        )
        if not page:
            break
        told += [entry.amount for _, entry in page]
        before = page[-1][1].sequence
    assert told == [5, 4, 3, 2, 1]


async def test_the_trial_balance_sums_to_zero_and_keeps_brands_apart() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 100), MAY)
    await books.write(builders.earn("mem_ann", 30, asset="GROWTH"))
    await books.write(builders.earn("reward:mug", 9, asset="STOCK"))
    await books.write(builders.spend("mem_ann", 40), MAY + DAY)
    await books.write(builders.earn("mem_ann", 7, brand="retail"))
    told = await books.statements.trial_balance("tea", None)
    assert [(x.asset, x.account_class, x.credits, x.debits, x.balance) for x in told.rows] == [
        ("GROWTH", "house:issued", 0, 30, -30),
        ("GROWTH", "members", 30, 0, 30),
        ("POINTS", "house:issued", 0, 100, -100),
        ("POINTS", "house:redeemed", 40, 0, 40),
        ("POINTS", "members", 100, 40, 60),
        ("STOCK", "house:issued", 0, 9, -9),
        ("STOCK", "rewards", 9, 0, 9),
    ]
    assert told.sums == {"GROWTH": 0, "POINTS": 0, "STOCK": 0}
    earlier = await books.statements.trial_balance("tea", MAY)
    assert [x.balance for x in earlier.rows if x.asset == "POINTS"] == [-100, 100]
    assert earlier.as_of == MAY


async def test_what_is_outstanding_is_told_by_the_month_of_its_expiry() -> None:
    books = Books()
    for owner in ("mem_ann", "mem_bob"):
        await books.write(builders.earn(owner, 10, expire_at=JUNE))
        await books.write(builders.earn(owner, 5, expire_at=JUNE + DAY))
        await books.write(builders.earn(owner, 2, available_at=JUNE))
    await books.write(builders.claw_back("mem_cas", 50))
    told = await books.statements.liability("tea", "POINTS", 1)
    assert told.by_expiry == {Month(2026, 5): 20, Month(2026, 6): 10, None: 4}
    assert list(told.by_expiry)[-1] is None
    assert told.outstanding == 34


async def test_held_points_past_expiry_are_owed_until_the_hold_ends() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 10, expire_at=MAY + DAY))
    await books.write(builders.hold("mem_ann", 4, MAY + 5 * DAY))
    books.clock.set(MAY + 2 * DAY)
    told = await books.statements.liability("tea", "POINTS", 1)
    assert told.by_expiry == {Month(2026, 5): 4}
    books.clock.set(MAY + 5 * DAY)
    assert (await books.statements.liability("tea", "POINTS", 1)).outstanding == 0


async def test_what_is_owed_has_its_value_in_money_to_the_last_unit() -> None:
    books = Books()
    for months in range(3):
        await books.write(builders.earn("mem_ann", 10, expire_at=MAY + months * 31 * DAY + DAY))
    told = await books.statements.liability("tea", "POINTS", 1)
    assert told.worth is not None
    assert list(told.worth_by_expiry.values()) == [33, 33, 34]
    assert told.worth.of(told.outstanding) == 100
    growth = await books.statements.liability("tea", "GROWTH", 1)
    assert (growth.worth, dict(growth.worth_by_expiry)) == (None, {})


async def test_breakage_is_what_expired_of_what_was_issued() -> None:
    books = Books()
    await books.write(builders.earn("mem_ann", 300, expire_at=JUNE), MAY + DAY)
    await books.write(builders.earn("mem_bob", 100), MAY + DAY)
    await books.write(builders.spend("mem_ann", 150))
    await books.write(builders.claw_back("mem_ann", 50))
    books.clock.set(JUNE + 20 * DAY)
    for _ in ("unswept", "swept"):
        told = await books.statements.liability("tea", "POINTS", 2)
        april, may = told.breakage
        assert (april.month, april.issued, april.basis_points) == (Month(2026, 4), 0, 0)
        assert (may.issued, may.redeemed, may.clawed_back, may.expired) == (400, 150, 50, 100)
        assert may.basis_points == 2500
        # Whatever touches the account records what has expired.
        await books.write(builders.earn("mem_ann", 1))


async def test_a_reversal_takes_back_what_was_issued() -> None:
    books = Books()
    posted = await books.write(builders.earn("mem_ann", 70), MAY + DAY)
    await books.write(builders.reverse(posted.posting.id))
    books.clock.set(JUNE)
    assert (await books.statements.liability("tea", "POINTS", 1)).breakage[0].issued == 0
    assert lines(await books.month("2026-05")) == {
        PostingKind.EARN.value: (70, 1),
        PostingKind.REVERSAL.value: (-70, 1),
    }
