"""What became of each rule's points: exact for the brand and what is issued, else shared."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.points.calendar.domain.month import month_of
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Leg, Posted, PostingKind, PostingRequest
from services.points.statements.commands.statements import Statements
from services.points.statements.domain.rule_attribution import UNATTRIBUTED, Moves, Origin
from services.points.statements.domain.rule_totals import (
    ORIGINS_MAX,
    OriginRow,
    OriginTotals,
    rows,
    share,
)
from services.points.statements.domain.trial_balance import trial_balance
from tests import builders
from tests.fakes import FakeLedgerStore
from tests.fakes_statements import FakeStatementStore
from tests.unit.points.statements.test_statements import DAY, MAY, SHANGHAI, Shanghai
from tests.unit.points.statements.test_statements_property import Step, steps

ORDER, BONUS = Origin("order_points"), Origin("bonus", ("double",))


def awarded(
    owner: str, points: int, *parts: tuple[Origin, int], **fields: object
) -> PostingRequest:
    """An award in the words that the service writes for it."""
    lines = [
        f"{origin.rule}|POINTS|{part}|{part}|100|tier:gold=130,"
        f"{','.join(f'campaign:{code}=200' for code in origin.campaigns)}|0"
        for origin, part in parts
    ]
    request = builders.earn(owner, points, **fields)  # type: ignore[arg-type]
    return PostingRequest(
        brand=request.brand,
        request_id=f"activity/{request.request_id}",
        kind=request.kind,
        legs=request.legs,
        effective_at=request.effective_at,
        metadata={"programme_version": "1"} | ({"award.1": ";".join(lines)} if lines else {}),
    )


class Books:
    """A ledger on a stand-in, and what it says of rules."""

    def __init__(self) -> None:
        self.clock = ManualClock(MAY)
        self.store = FakeLedgerStore()
        self.ledger = Ledger(self.store, self.clock)
        self.sums = FakeStatementStore(self.store)
        self.statements = Statements(self.ledger, self.sums, Shanghai(), self.clock)

    async def write(self, *requests: PostingRequest) -> None:
        for result in await self.ledger.post_all(requests):
            assert isinstance(result, Posted), result

    async def rules(self, months: int = 0) -> dict[Origin, OriginRow]:
        this = month_of(self.clock.now(), SHANGHAI)
        told = await self.statements.rules("tea", "POINTS", this.plus(-months), this)
        return {row.origin: row for row in told}


async def test_what_rules_issue_is_told_of_each_with_its_campaigns() -> None:
    books = Books()
    await books.write(
        awarded("mem_ann", 30, (ORDER, 20), (BONUS, 10)),
        awarded("mem_bob", 5, (ORDER, 5)),
        builders.earn("mem_bob", 4, metadata={"rule": "bonus", "campaign": "double"}),
        builders.earn("mem_bob", 3),
    )
    told = await books.rules()
    assert {origin: row.issued for origin, row in told.items()} == {
        ORDER: 25,
        BONUS: 14,
        UNATTRIBUTED: 3,
    }


async def test_what_is_spent_is_shared_by_what_expires_with_it() -> None:
    books = Books()
    june, july = MAY + 30 * DAY, MAY + 60 * DAY
    await books.write(
        awarded("mem_ann", 30, (ORDER, 30), expire_at=june),
        awarded("mem_bob", 10, (BONUS, 10), expire_at=june),
        awarded("mem_bob", 100, (BONUS, 100), expire_at=july),
        builders.spend("mem_ann", 20),
    )
    told = await books.rules()
    assert (told[ORDER].redeemed, told[BONUS].redeemed) == (15, 5)
    assert (told[ORDER].outstanding, told[BONUS].outstanding) == (15, 105)


async def test_a_refund_takes_the_points_of_the_rule_that_it_names() -> None:
    books = Books()
    await books.write(
        awarded("mem_ann", 30, (ORDER, 20), (BONUS, 10)),
        PostingRequest(
            brand="tea",
            request_id="refund/pos/1",
            kind=PostingKind.CLAWBACK,
            legs=(
                Leg("mem_ann", "POINTS", -10, unguarded=True),
                Leg("house:clawed_back", "POINTS", 10),
            ),
            metadata={"taken.1": "bonus|POINTS|10"},
        ),
    )
    told = await books.rules()
    assert (told[ORDER].clawed_back, told[BONUS].clawed_back) == (0, 10)


async def test_nobody_elses_words_count_as_an_award() -> None:
    books = Books()
    forged = awarded("mem_ann", 5, (ORDER, 5))
    await books.write(
        PostingRequest("tea", "rpc/x", forged.kind, forged.legs, metadata=forged.metadata),
        awarded("mem_ann", 5, (ORDER, 6)),
    )
    told = await books.rules()
    assert {origin: row.issued for origin, row in told.items()} == {UNATTRIBUTED: 10}


async def test_a_gift_changes_no_rule() -> None:
    books = Books()
    june = MAY + 30 * DAY
    await books.write(awarded("mem_ann", 30, (ORDER, 20), (BONUS, 10), expire_at=june))
    before = await books.rules()
    giver, taker = Leg("mem_ann", "POINTS", -12), Leg("mem_bob", "POINTS", 12, expire_at=june)
    await books.write(builders.posting(PostingKind.TRANSFER, giver, taker))
    assert await books.rules() == before


async def test_new_points_that_pay_a_debt_are_not_outstanding() -> None:
    books = Books()
    await books.write(builders.claw_back("mem_ann", 10), awarded("mem_ann", 30, (ORDER, 30)))
    told = await books.rules()
    assert (told[ORDER].issued, told[ORDER].other, told[ORDER].outstanding) == (30, -10, 20)
    assert (told[UNATTRIBUTED].clawed_back, told[UNATTRIBUTED].outstanding) == (10, 0)


async def test_more_rules_than_are_told_apart_are_untold() -> None:
    totals = OriginTotals()
    moves, books = Moves(), Books()
    many = [awarded("mem_ann", 1, (Origin(f"r{n}"), 1)) for n in range(ORIGINS_MAX + 5)]
    await books.write(*many)
    for posting in books.store.postings.values():
        moves.add(posting, SHANGHAI)
    totals.settle(moves)
    told = rows("POINTS", totals.cells, totals.cohorts)
    assert len(told) == ORIGINS_MAX
    assert sum(row.issued for row in told) == len(many)


@given(
    st.integers(0, 10**18),
    st.dictionaries(st.builds(Origin, st.text(max_size=3)), st.integers(1, 10**15), max_size=9),
)
def test_shares_are_whole_and_come_to_all(points: int, weights: dict[Origin, int]) -> None:
    points = min(points, sum(weights.values()))
    parts = share(points, weights)
    assert sum(parts.values()) == points
    for origin, weight in weights.items():
        exact = points * weight / sum(weights.values())
        assert 0 <= parts.get(origin, 0) <= weight
        assert abs(parts.get(origin, 0) - exact) <= 1 + exact * 1e-9


@given(
    steps=steps,
    parts=st.lists(st.tuples(st.sampled_from([ORDER, BONUS]), st.integers(0, 20)), max_size=3),
    cut=st.integers(1, 9),
)
@settings(max_examples=150, deadline=None)
def test_rules_agree_with_the_trial_balance(
    steps: list[Step], parts: list[tuple[Origin, int]], cut: int
) -> None:
    asyncio.run(_agree(steps, parts, cut))


async def _agree(steps: list[Step], parts: list[tuple[Origin, int]], cut: int) -> None:
    books, posted = Books(), list[str]()
    for step in steps:
        books.clock.advance(step.wait)
        request = step.request(books.clock.now(), posted)
        if step.what == "earn" and step.late < timedelta(days=20):
            (credit, _), at = request.legs, request.effective_at
            request = awarded(
                step.owner, step.points, *parts, expire_at=credit.expire_at, effective_at=at
            )
        (result,) = await books.ledger.post_all([request])
        if isinstance(result, Posted):
            posted.append(result.posting.id)
    told = await books.rules(35)
    line = {
        one.account_class: one.balance
        for one in trial_balance(await books.sums.totals("tea", SHANGHAI, None), MAY).rows
    }
    members = line.pop("members", 0)
    assert sum(row.issued for row in told.values()) == -line.pop("house:issued", 0)
    assert sum(row.redeemed for row in told.values()) == line.pop("house:redeemed", 0)
    assert sum(row.expired for row in told.values()) == line.pop("house:expired", 0)
    assert sum(row.clawed_back for row in told.values()) == line.pop("house:clawed_back", 0)
    assert sum(row.other for row in told.values()) == -sum(line.values())
    assert sum(row.outstanding for row in told.values()) == members
    for row in told.values():
        gone = row.redeemed + row.expired + row.clawed_back
        assert row.issued - gone + row.other == row.outstanding
        assert row.outstanding >= 0 or row.origin == UNATTRIBUTED
    _check_slices(books, cut, told)


def _check_slices(books: Books, cut: int, told: dict[Origin, OriginRow]) -> None:
    """In slices shares may differ, by what was outstanding then; what they come to may not."""
    totals, postings = OriginTotals(), list(books.store.postings.values())
    for start in range(0, len(postings), cut):
        moves = Moves()
        for posting in postings[start : start + cut]:
            moves.add(posting, SHANGHAI)
        totals.settle(moves)
    sums: Counter[str] = Counter()
    for row in rows("POINTS", totals.cells, totals.cohorts):
        assert row.outstanding >= 0 or row.origin == UNATTRIBUTED
        for name in OriginRow.__slots__[1:]:
            sums[name] += getattr(row, name)
    for name, total in sums.items():
        assert total == sum(getattr(row, name) for row in told.values())
