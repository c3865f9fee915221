"""Verify names the first bad entry, whatever single row was changed, dropped or swapped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from services.common.clock import ManualClock
from services.points.commands import verify
from services.points.commands.ledger import Ledger
from services.points.commands.verify import BACKLOG_MAX, Colour, Report, Verifier
from services.points.domain.account import AccountKey, Hold
from services.points.domain.audit import Problem
from services.points.domain.batch import RequestKey
from services.points.domain.posting import Lot, Posting, PostingKind
from tests.builders import NEW_YEAR, capture, claw_back, earn, hold, reverse, spend, transfer
from tests.fakes import FakeLedgerStore

ANN = AccountKey("tea", "mem_ann", "POINTS")
SOON = NEW_YEAR + timedelta(days=2)


class Books:
    """A store with a bit of everything in it, to be tampered with."""

    def __init__(self) -> None:
        self.clock = ManualClock(NEW_YEAR)
        self.store = FakeLedgerStore()
        self.ledger = Ledger(self.store, self.clock)

    async def fill(self) -> None:
        await self.ledger.post(earn("mem_ann", 50, request_id="first", metadata={"rule": "spend"}))
        await self.ledger.post(earn("mem_ann", 20, request_id="second", expire_at=SOON))
        await self.ledger.post(hold("mem_ann", 10, SOON + timedelta(days=9), request_id="hold"))
        await self.ledger.post(transfer("mem_ann", "mem_bob", 5, request_id="gift"))
        spent = await self.ledger.post(spend("mem_bob", 2, request_id="spent"))
        await self.ledger.post(reverse(spent.posting.id))
        self.clock.set(SOON)
        await self.ledger.post(capture("mem_ann", 4))
        await self.ledger.post(claw_back("mem_cas", 8, request_id="debt"))
        await self.ledger.post(earn("mem_ann", 1, brand="retail"))

    async def report(self) -> Report:
        return await Verifier(self.store, self.clock).verify("tea")

    async def first_problem(self) -> Problem:
        report = await self.report()
        assert report.colour is Colour.RED
        return report.problems[0]

    def change(self, request_id: str, fn: Callable[[Posting], Posting]) -> None:
        key = RequestKey("tea", request_id)
        self.store.postings[key] = fn(self.store.postings[key])


@pytest.fixture
async def books() -> Books:
    made = Books()
    await made.fill()
    return made


async def test_a_sound_ledger_is_green(books: Books) -> None:
    report = await books.report()
    assert report.problems == []
    assert report.colour is Colour.GREEN
    assert report.counts == {"accounts": 3, "entries": 9, "postings": 9, "backlog": 0}


async def test_slices_of_any_size_find_the_same(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await books.report()
    for size in (1, 2, 3):
        monkeypatch.setattr(verify, "SLICE", size)
        report = await books.report()
        assert (report.problems, report.counts) == ([], whole.counts)


async def test_a_changed_amount_is_named(books: Books) -> None:
    def more(posting: Posting) -> Posting:
        first, second = posting.entries
        return posting._replace(
            entries=(first._replace(amount=51), second._replace(amount=-51)),
        )

    books.change("first", more)
    assert (await books.first_problem()).where == "mem_ann/POINTS/1"


@pytest.mark.parametrize(
    "fields",
    [
        {"metadata": {"rule": "mine"}},
        {"effective_at": NEW_YEAR - timedelta(days=1)},
        {"recorded_at": NEW_YEAR + timedelta(hours=1)},
        {"kind": PostingKind.OPEN},
        {"fingerprint": "another"},
        {"reverses_posting_id": "pst_1"},
    ],
)
async def test_whatever_is_changed_in_a_posting_is_named(
    books: Books, fields: dict[str, object]
) -> None:
    books.change("second", lambda p: p._replace(**fields))  # type: ignore[arg-type]
    problem = await books.first_problem()
    assert (problem.check, problem.where) == ("chain", "mem_ann/POINTS/2")


async def test_a_changed_leg_of_the_house_is_named(books: Books) -> None:
    def other(posting: Posting) -> Posting:
        house = posting.entries[1]._replace(owner="house:adjusted")
        return posting._replace(entries=(posting.entries[0], house))

    books.change("first", other)
    problem = await books.first_problem()
    assert (problem.check, problem.where) == ("chain", "mem_ann/POINTS/1")


async def test_one_changed_leg_does_not_sum_to_zero(books: Books) -> None:
    def other(posting: Posting) -> Posting:
        house = posting.entries[1]._replace(amount=-49)
        return posting._replace(entries=(posting.entries[0], house))

    books.change("first", other)
    checks = {problem.check for problem in (await books.report()).problems}
    assert {"chain", "zero_sum", "house"} <= checks


async def test_a_dropped_posting_leaves_a_hole(books: Books) -> None:
    del books.store.postings[RequestKey("tea", "second")]
    problem = await books.first_problem()
    assert (problem.check, problem.where) == ("sequence", "mem_ann/POINTS/2")


async def test_a_dropped_last_posting_is_missed(books: Books) -> None:
    del books.store.postings[RequestKey("tea", "debt")]
    problem = await books.first_problem()
    assert (problem.check, problem.where) == ("sequence", "mem_cas/POINTS/1")


async def test_two_swapped_postings_are_named(books: Books) -> None:
    one, two = (RequestKey("tea", name) for name in ("first", "second"))
    postings = books.store.postings
    postings[one], postings[two] = (
        postings[one]._replace(entries=postings[two].entries),
        postings[two]._replace(entries=postings[one].entries),
    )
    assert (await books.first_problem()).where == "mem_ann/POINTS/1"


async def test_a_changed_hold_posting_is_named(books: Books) -> None:
    books.change("hold", lambda p: p._replace(holds=(p.holds[0]._replace(change=1),)))
    problem = await books.first_problem()
    assert problem.check == "chain"
    assert problem.where.startswith("posting pst_")


async def test_a_dropped_account_is_missed(books: Books) -> None:
    del books.store.accounts[ANN]
    assert (await books.first_problem()).where == "mem_ann/POINTS/1"


@pytest.mark.parametrize(
    ("check", "fields"),
    [
        ("balance", {"posted": 1_000_000}),
        ("lots", {"lots": (Lot(56), Lot(1, SOON))}),
        ("chain", {"head": b"x" * 32}),
        ("sequence", {"sequence": 7}),
        ("balance", {"sequence": 2}),
        ("holds", {"holds": (Hold("h", 1_000, SOON + timedelta(days=1)),)}),
    ],
)
async def test_a_changed_account_is_named(
    books: Books, check: str, fields: dict[str, object]
) -> None:
    books.store.accounts[ANN] = books.store.accounts[ANN]._replace(**fields)  # type: ignore[arg-type]
    problem = await books.first_problem()
    assert problem.check == check
    assert problem.where.startswith("mem_ann/POINTS")


async def test_debt_under_a_guard_is_named(books: Books) -> None:
    # Written by somebody who knows how to chain, but not how to guard.
    account = books.store.accounts[ANN]
    books.store.accounts[ANN] = account._replace(posted=10_000, lots=(Lot(10_000),), holds=())
    await books.ledger.post(spend("mem_ann", 9_999))
    assert (await books.first_problem()).check in {"balance", "negative"}


async def test_points_long_past_expiry_are_a_backlog(books: Books) -> None:
    await books.ledger.post(earn("mem_dan", 5, expire_at=SOON + timedelta(days=1)))
    books.clock.advance(timedelta(days=1) + BACKLOG_MAX)
    report = await books.report()
    assert (report.colour, report.counts["backlog"]) == (Colour.YELLOW, 1)


async def test_only_the_owners_asked_are_looked_at(books: Books) -> None:
    books.change("first", lambda p: p._replace(metadata={}))
    verifier = Verifier(books.store, books.clock)
    assert (await verifier.verify("tea", ["mem_cas"])).colour is Colour.GREEN
    assert (await verifier.verify("tea", ["mem_ann"])).colour is Colour.RED
    assert (await verifier.verify("retail")).counts["accounts"] == 1
