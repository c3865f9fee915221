"""Verify names the first bad entry, whatever single row was changed, dropped or swapped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from services.points.ledger.commands.verify import BACKLOG_MAX, Verifier
from services.points.ledger.domain import apply
from services.points.ledger.domain.account import Hold
from services.points.ledger.domain.account_audit import Problem
from services.points.ledger.domain.audit_report import LAG_MAX, CheckedTotals, Colour
from services.points.ledger.domain.batch import RequestKey
from services.points.ledger.domain.posting import Leg, Lot, Posting, PostingKind
from tests.builders import (
    NEW_YEAR,
    earn,
    hold,
    posting,
    spend,
)
from tests.unit.points.ledger.audited_books import ANN, SOON, Books


async def test_a_sound_ledger_is_green(books: Books) -> None:
    report = await books.report()
    assert report.problems == []
    assert report.colour is Colour.GREEN
    assert report.counts == {"accounts": 3, "entries": 9, "postings": 9, "backlog": 0}


async def test_a_debit_and_a_credit_of_one_posting_are_looked_at_together(books: Books) -> None:
    """Both guarded: the debit alone would leave mem_dan below zero, and mem_cas is in debt."""
    for owner in ("mem_dan", "mem_cas"):
        legs = Leg(owner, "POINTS", -5), Leg(owner, "POINTS", 5)
        await books.ledger.post(posting(PostingKind.ADJUST, *legs))
    assert (await books.report()).problems == []


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
        ("lots", {"lots": (Lot(7, SOON), Lot(49))}),
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


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is written is chained as it should be, and nothing is refused for lack of points."""
    monkeypatch.setattr(apply, "guard", lambda *_: None)


@pytest.mark.usefixtures("unguarded")
async def test_debt_under_a_guard_is_named(books: Books) -> None:
    await books.ledger.post(spend("mem_bob", 9))
    problem = await books.first_problem()
    assert (problem.check, problem.where) == ("negative", "mem_bob/POINTS/4")


@pytest.mark.usefixtures("unguarded")
async def test_more_held_than_there_is_is_named(books: Books) -> None:
    await books.ledger.post(hold("mem_bob", 6, SOON + timedelta(days=1)))
    problem = await books.first_problem()
    assert (problem.check, problem.where) == ("holds", "mem_bob/POINTS")


async def test_points_long_past_expiry_are_a_backlog(books: Books) -> None:
    await books.ledger.post(earn("mem_dan", 5, expire_at=SOON + timedelta(days=1)))
    books.clock.advance(timedelta(days=1) + BACKLOG_MAX)
    report = await books.report()
    assert (report.colour, report.counts["backlog"]) == (Colour.YELLOW, 1)


class Kept:
    """Totals of two slices, the second wrong, and a follower."""

    def __init__(self, heard_at: datetime) -> None:
        self.heard_at = heard_at
        self.set_aside_at: datetime | None = None

    async def next_totals(self, brand: str, after: str) -> CheckedTotals | None:
        told = [
            CheckedTotals("tea/Asia/Shanghai/pst_1", ""),
            CheckedTotals("tea/Asia/Shanghai/pst_2", "x"),
        ]
        return next((one for one in told if one.name > after), None)

    async def followers(self) -> Mapping[str, datetime]:
        return {"members": self.heard_at}

    async def oldest_set_aside(self, brand: str) -> datetime | None:
        return self.set_aside_at


async def test_totals_that_are_kept_wrong_are_named(books: Books) -> None:
    report = await Verifier(books.store, books.clock, Kept(books.clock.now())).verify("tea")
    assert report.problems == [Problem("totals", "tea/Asia/Shanghai/pst_2", "x")]
    assert report.counts["totals"] == 2


async def test_a_follower_that_was_not_heard_of_is_late(books: Books) -> None:
    kept = Kept(books.clock.now())
    verifier = Verifier(books.store, books.clock, kept)
    assert (await verifier.verify("tea", ["mem_ann"])).colour is Colour.GREEN
    kept.heard_at -= LAG_MAX + timedelta(seconds=1)
    report = await verifier.verify("tea", ["mem_ann"])
    assert (report.colour, report.ages_s["members"]) == (Colour.YELLOW, 301)


async def test_an_event_that_was_set_aside_is_a_backlog_from_its_first_second(
    books: Books,
) -> None:
    kept = Kept(books.clock.now())
    kept.set_aside_at = books.clock.now()
    verifier = Verifier(books.store, books.clock, kept)
    report = await verifier.verify("tea", ["mem_ann"])
    assert (report.colour, report.ages_s["events set aside"]) == (Colour.YELLOW, 1)
    books.clock.advance(timedelta(minutes=2))
    kept.heard_at = books.clock.now()
    report = await verifier.verify("tea", ["mem_ann"], report=report)
    assert report.ages_s["events set aside"] == 120
    kept.set_aside_at = None
    report = await verifier.verify("tea", ["mem_ann"], report=report)
    assert report.colour is Colour.GREEN


async def test_the_age_of_points_that_are_not_swept_is_told(books: Books) -> None:
    await books.ledger.post(earn("mem_dan", 5, expire_at=SOON + timedelta(days=1)))
    books.clock.advance(timedelta(days=1, seconds=7))
    report = await books.report()
    assert (report.colour, report.ages_s) == (Colour.GREEN, {"unswept": 7})


async def test_a_posting_that_its_request_id_does_not_lead_to_is_named(books: Books) -> None:
    postings = books.store.postings
    postings[RequestKey("tea", "freed")] = postings.pop(RequestKey("tea", "hold"))
    problem = await books.first_problem()
    assert (problem.check, problem.detail) == ("idempotency", "hold leads nowhere")
