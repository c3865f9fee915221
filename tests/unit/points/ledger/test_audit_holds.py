"""Verify compares what accounts have set aside with what the postings say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.points.ledger.domain import hold_audit
from services.points.ledger.domain.account import Hold
from tests.builders import (
    capture,
    earn,
    hold,
    release,
)
from tests.unit.points.ledger.audited_books import ANN, SOON, Books, in_small_steps


@pytest.mark.parametrize("change", ["drop", "less", "more", "forge"])
async def test_a_hold_that_was_changed_by_hand_is_named(books: Books, change: str) -> None:
    later = SOON + timedelta(days=30)
    await books.ledger.post_all(
        [
            hold("mem_ann", 7, later, hold_id="kept"),
            hold("mem_ann", 5, later, hold_id="ended"),
            release("mem_ann", hold_id="ended"),
            hold("mem_ann", 6, later, hold_id="captured"),
            capture("mem_ann", 2, hold_id="captured"),
        ]
    )
    assert (await books.report()).problems == []
    account = books.store.accounts[ANN]
    changed = {
        "drop": [one for one in account.holds if one.hold_id != "kept"],
        "less": [one._replace(amount=3 if one.hold_id == "kept" else 4) for one in account.holds],
        "more": [one._replace(amount=one.amount + 1) for one in account.holds],
        "forge": [*account.holds, Hold("forged", 1, later)],
    }[change]
    books.store.accounts[ANN] = account._replace(holds=tuple(changed))
    report = await in_small_steps(books)
    assert {problem.check for problem in report.problems} == {"holds"}
    names = {problem.where for problem in report.problems}
    assert ("mem_ann/POINTS/kept" in names) == (change != "forge")
    assert ("mem_ann/POINTS/forged" in names) == (change == "forge")


async def test_a_hold_that_ended_by_itself_frees_its_name(books: Books) -> None:
    for days in (1, 2):
        end = books.clock.now() + timedelta(days=1)
        await books.ledger.post(hold("mem_ann", 3, end, hold_id="again"))
        assert (await books.report()).problems == []
        books.clock.advance(timedelta(days=days))
        assert (await books.report()).problems == []


async def test_a_hold_that_ended_by_the_clock_of_its_writer_is_not_missed(books: Books) -> None:
    end = books.clock.now() + timedelta(seconds=1)
    await books.ledger.post(hold("mem_ann", 3, end, hold_id="short"))
    books.clock.set(end)
    await books.ledger.post(earn("mem_ann", 1))
    books.clock.advance(timedelta(milliseconds=-1))
    assert (await books.report()).problems == []


async def test_a_changed_time_does_not_hide_a_changed_hold(books: Books) -> None:
    await books.ledger.post(hold("mem_ann", 3, SOON + timedelta(days=30), hold_id="kept"))
    account = books.store.accounts[ANN]
    far = SOON + timedelta(days=365)
    books.store.accounts[ANN] = account._replace(recorded_at=far, holds=())
    report = await books.report()
    assert "mem_ann/POINTS/kept" in {problem.where for problem in report.problems}


async def test_more_holds_than_are_compared_are_not_compared(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hold_audit, "LIVE_MAX", 1)
    later = SOON + timedelta(days=30)
    for name in "abc":
        await books.ledger.post(hold("mem_ann", 1, later, hold_id=name))
    books.store.accounts[ANN] = books.store.accounts[ANN]._replace(holds=())
    report = await books.report()
    assert (report.problems, report.holds.count) == ([], 0)


@pytest.mark.parametrize("change", ["longer", "twice"])
async def test_a_hold_that_ends_later_or_stands_there_twice_is_named(
    books: Books, change: str
) -> None:
    account = books.store.accounts[ANN]
    (held,) = account.holds
    later = held._replace(expire_at=held.expire_at + timedelta(days=1))
    changed = (later,) if change == "longer" else (held, held)
    books.store.accounts[ANN] = account._replace(holds=changed)
    assert {p.check for p in (await books.report()).problems} == {"holds"}
    assert (await books.first_problem()).where == "mem_ann/POINTS/hold"
