"""Verify names the first bad entry, whatever single row was changed, dropped or swapped."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from services.common.clock import ManualClock
from services.points.api.verify_report import State, verify_brands
from services.points.commands import verify
from services.points.commands.ledger import Ledger
from services.points.commands.verify import BACKLOG_MAX, Verifier
from services.points.domain import apply, hold_audit
from services.points.domain.account import AccountKey, Hold
from services.points.domain.audit import AuditState, Problem
from services.points.domain.batch import RequestKey
from services.points.domain.hold_audit import HoldAudit
from services.points.domain.posting import Leg, Lot, Posting, PostingKind
from services.points.domain.report import LAG_MAX, Colour, Phase, Report
from services.points.domain.total import KeptSlice
from tests.builders import (
    NEW_YEAR,
    capture,
    claw_back,
    earn,
    hold,
    posting,
    release,
    reverse,
    spend,
    transfer,
)
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


async def test_a_debit_and_a_credit_of_one_posting_are_looked_at_together(books: Books) -> None:
    """Both guarded: the debit alone would leave mem_dan below zero, and mem_cas is in debt."""
    for owner in ("mem_dan", "mem_cas"):
        legs = Leg(owner, "POINTS", -5), Leg(owner, "POINTS", 5)
        await books.ledger.post(posting(PostingKind.ADJUST, *legs))
    assert (await books.report()).problems == []


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
    monkeypatch.setattr(apply, "_guard", lambda *_: None)


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


async def test_only_the_owners_asked_are_looked_at(books: Books) -> None:
    books.change("first", lambda p: p._replace(metadata={}))
    verifier = Verifier(books.store, books.clock)
    assert (await verifier.verify("tea", ["mem_cas"])).colour is Colour.GREEN
    assert (await verifier.verify("tea", ["mem_ann"])).colour is Colour.RED
    assert (await verifier.verify("retail")).counts["accounts"] == 1


class Kept:
    """Totals of two slices, the second wrong, and a follower."""

    def __init__(self, heard_at: datetime) -> None:
        self.heard_at = heard_at

    async def next_totals(self, brand: str, after: str) -> KeptSlice | None:
        told = [KeptSlice("tea/Asia/Shanghai/pst_1", ""), KeptSlice("tea/Asia/Shanghai/pst_2", "x")]
        return next((one for one in told if one.name > after), None)

    async def followers(self) -> Mapping[str, datetime]:
        return {"members": self.heard_at}


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


def through_json(report: Report) -> Report:
    """As it comes back from a token or a file."""
    fields = json.loads(json.dumps(asdict(report)))
    fields["problems"] = [Problem(**problem) for problem in fields["problems"]]
    fields["within"] = fields["within"] and AuditState(**fields["within"])
    fields["holds"] = HoldAudit(**fields["holds"])
    return Report(**{**fields, "phase": Phase(fields["phase"])})


async def in_small_steps(books: Books, owners: Sequence[str] = ()) -> Report:
    """Each in a process of its own, while the account in question goes on growing."""
    report: Report | None = None
    while report is None or report.phase is not Phase.DONE:
        report = report and through_json(report)
        verifier = Verifier(books.store, books.clock)
        report = await verifier.verify("tea", owners, report=report, go_on=lambda report: False)
        if report.within is not None:
            later = SOON + timedelta(days=report.within.sequence)
            await books.ledger.post(earn(report.within.owner, 1, expire_at=later))
    return report


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


async def test_the_command_goes_on_from_its_file(books: Books, tmp_path: Path) -> None:
    path, out = tmp_path / "state.json", io.StringIO()
    verifier = Verifier(books.store, books.clock)
    begun = await verifier.verify("tea", go_on=lambda report: False)
    begun.add(Problem("balance", "seen before", "the run was stopped"))
    State(path).keep("tea", begun)
    assert await verify_brands(verifier, ["tea"], out, state=path) == 1
    assert "seen before" in out.getvalue()
    assert not path.exists()
    assert await verify_brands(verifier, ["tea"], out, state=path) == 0


async def test_a_brand_that_never_wrote_is_not_called_green(books: Books) -> None:
    out, notes = io.StringIO(), io.StringIO()
    verifier = Verifier(books.store, books.clock)
    assert await verify_brands(verifier, ["teaa", "tea"], out, notes=notes) == 2
    assert notes.getvalue() == "teaa: nothing was ever written for it: is that its name?\n"
    assert out.getvalue().startswith("tea: green")


async def test_a_state_that_can_t_be_kept_is_told_before_anything_is_proven(
    books: Books, tmp_path: Path
) -> None:
    out, notes, state = io.StringIO(), io.StringIO(), tmp_path / "none" / "state.json"
    verifier = Verifier(books.store, books.clock)
    assert await verify_brands(verifier, ["tea"], out, state=state, notes=notes) == 2
    assert (out.getvalue(), notes.getvalue().count("\n")) == ("", 1)
    assert str(state) in notes.getvalue()


@pytest.mark.parametrize(
    "content", ["", "[1]", '{"tea": {}}', '{"tea": {"problems": []}}', "[" * 100_000]
)
async def test_a_file_that_no_run_has_kept_is_refused(
    books: Books, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "state.json"
    path.write_text(content)
    notes = io.StringIO()
    verifier = Verifier(books.store, books.clock)
    assert await verify_brands(verifier, ["tea"], state=path, notes=notes) == 2
    assert "state.json" in notes.getvalue()


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
