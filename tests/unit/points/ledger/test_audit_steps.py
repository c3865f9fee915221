"""Verify in steps of any size, stopped and gone on with, finds the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from services.points.ledger.commands import verify
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.audit_report import Colour, Phase, Report
from services.points.ledger.domain.batch import RequestKey
from tests.builders import earn
from tests.unit.points.ledger.audited_books import Books, in_small_steps


async def test_slices_of_any_size_find_the_same(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await books.report()
    for size in (1, 2, 3):
        monkeypatch.setattr(verify, "SLICE", size)
        report = await books.report()
        assert (report.problems, report.counts) == ([], whole.counts)


async def test_only_the_owners_asked_are_looked_at(books: Books) -> None:
    books.change("first", lambda p: p._replace(metadata={}))
    verifier = Verifier(books.store, books.clock)
    assert (await verifier.verify("tea", ["mem_cas"])).colour is Colour.GREEN
    assert (await verifier.verify("tea", ["mem_ann"])).colour is Colour.RED
    assert (await verifier.verify("retail")).counts["accounts"] == 1


@pytest.mark.parametrize("tampered", [False, True])
async def test_stopped_after_each_step_it_finds_the_same(
    books: Books, monkeypatch: pytest.MonkeyPatch, tampered: bool
) -> None:
    if tampered:
        books.change("hold", lambda p: p._replace(holds=(p.holds[0]._replace(change=1),)))
    whole = await books.report()
    monkeypatch.setattr(verify, "SLICE", 2)
    report, parts = None, 0
    while report is None or report.phase is not Phase.DONE:
        verifier = Verifier(books.store, books.clock)
        report = await verifier.verify("tea", report=report, go_on=lambda report: False)
        parts += 1
    assert parts > 6
    assert (report.problems, report.counts) == (whole.problems, whole.counts)
    assert report.colour is (Colour.RED if tampered else Colour.GREEN)


async def test_a_step_has_a_part_of_a_large_account_or_several_small(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, expected in (9, [3, 3]), (5, [1, 3, 3]), (2, [0, 0, 1, 1, 2, 3, 3]):
        monkeypatch.setattr(verify, "STEP_ENTRIES_MAX", most)
        counts: list[int] = []

        def look(report: Report, counts: list[int] = counts) -> bool:
            counts.append(report.counts["accounts"])
            return report.phase is Phase.ACCOUNTS

        await Verifier(books.store, books.clock).verify("tea", go_on=look)
        assert counts == expected


@pytest.mark.parametrize("owners", [(), ("mem_ann", "mem_ann-b", "mem_cas", "nobody")])
async def test_an_account_may_be_proven_in_parts_while_it_grows(
    books: Books, monkeypatch: pytest.MonkeyPatch, owners: Sequence[str]
) -> None:
    await books.ledger.post_all([earn("mem_ann-b", 5), earn("mem_ann", 3, asset="GROWTH")])
    # Two of three entries at a time: it is caught up with.
    monkeypatch.setattr(verify, "SLICE", 2)
    monkeypatch.setattr(verify, "STEP_ENTRIES_MAX", 2)
    report = await in_small_steps(books, owners)
    assert (report.problems, report.colour) == ([], Colour.GREEN)
    accounts = [a for a in books.store.accounts.values() if a.key.brand == "tea"]
    wanted = [a for a in accounts if not owners or a.key.owner in owners]
    assert report.counts["accounts"] == len(wanted)
    assert report.counts["entries"] == sum(account.sequence for account in wanted)


async def test_a_change_far_into_a_large_account_is_named(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        request = earn("mem_ann", 3, request_id=f"n{number}")
        await books.ledger.post(request)
    books.change("n7", lambda p: p._replace(metadata={"a": "b"}))
    (entry, _) = books.store.postings[RequestKey("tea", "n7")].entries
    monkeypatch.setattr(verify, "SLICE", 2)
    monkeypatch.setattr(verify, "STEP_ENTRIES_MAX", 4)
    report = await in_small_steps(books)
    assert report.problems[0].where == f"mem_ann/POINTS/{entry.sequence}"
    # The rest of an account behind its first bad entry is not read.
    assert report.counts["accounts"] == 3
