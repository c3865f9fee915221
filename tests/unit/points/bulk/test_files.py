"""Bulk files: checked, started within the limits or by two, carried out once a row."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.common.approvals import Verdict
from services.common.clock import ManualClock
from services.points.activities.domain.standing import MemberEnrolled
from services.points.bulk.commands.approvals import FileApprovals
from services.points.bulk.commands.job import BulkJob
from services.points.bulk.commands.moving import Moved, Upload, discard, get_file, start, upload
from services.points.bulk.domain.bulk_file import BulkFile, FileKind, FileState
from services.points.bulk.domain.row import PIECE_ROWS, Result, Row
from services.points.context import MemberLocks, PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.programme.domain.published import ProgrammePublished
from tests.activities import NOON, document
from tests.unit.points.bulk.rows_in_memory import RowsInMemory

COUPON: dict[str, Any] = {
    "code": "spring",
    "name": {"zh": "春", "en": "Spring"},
    "kind": "amount_off",
    "amount_minor": 500,
    "life": {"days": 3},
    "per_member": 1,
}
LIMITS = {
    "limit_per_operation": 1_000,
    "limit_per_day": 1_500,
    "limit_coupons_per_file": 2,
    "limit_coupons_per_day": 5,
}


class Desk:
    """Operators of tea, their files, and the worker."""

    def __init__(self, ctx: PointsContext) -> None:
        self.ctx = ctx
        self.rows = RowsInMemory()
        self.approvals = FileApprovals(ctx, self.rows)

    async def upload(self, text: str, request_id: str = "u1", **more: Any) -> Moved:
        sent = Upload(
            **{
                "request_id": request_id,
                "by": "ann",
                "kind": FileKind.ADJUSTMENTS,
                "content": text.encode(),
                "name": "make-good.csv",
                "reason": "the till was down",
                "format": None,
                "encoding": None,
                **more,
            }
        )
        return await upload(self.ctx, self.rows, "tea", sent)

    async def start(self, file: BulkFile, request_id: str = "s1", by: str = "ann") -> BulkFile:
        moved = await start(
            self.ctx, self.rows, "tea", file.id, request_id, by, lambda one: one.sha256.encode()
        )
        return moved.file

    async def work(self, ctx: PointsContext | None = None) -> None:
        async def held() -> bool:
            return True

        await BulkJob(ctx or self.ctx, self.rows, held).work()

    async def file(self, file: BulkFile) -> BulkFile:
        return (await get_file(self.ctx, "tea", file.id)).value

    async def balance(self, number: int, asset: str = "POINTS") -> int:
        (found,) = await self.ctx.ledger.balances(
            "tea", [(f"mem_{number}", asset)], self.ctx.clock.now()
        )
        return found.available

    def results(self, file: BulkFile) -> list[Result]:
        return [one for piece in self.rows.kept["tea", file.id] for one in piece.results or ()]


@pytest.fixture
async def desk(ctx: PointsContext) -> Desk:
    await follow_members(ctx, [MemberEnrolled("tea", f"mem_{n}", NOON) for n in range(400)])
    changed = document("tea") | {
        "streaks": [],
        "coupons": {"types": [COUPON]},
        "adjustments": LIMITS,
    }
    at = NOON + timedelta(days=1)
    await follow_members(ctx, [ProgrammePublished("tea", 2, changed, at)])
    return Desk(ctx)


def csv_of(rows: Iterable[tuple[str, object]]) -> str:
    lines = [f"{member},{value}" for member, value in rows]
    return "\n".join(["member_id,amount", *lines, ""])


def another_process(desk: Desk) -> PointsContext:
    """A second worker: the same books, locks and memory of its own."""
    store = desk.ctx.ledger._store
    ledger = Ledger(store, desk.ctx.clock)
    return replace(desk.ctx, ledger=ledger, locks=MemberLocks())


async def test_one_of_a_hundred_who_is_short_is_refused_and_99_are_done(desk: Desk) -> None:
    gift = await desk.start((await desk.upload(csv_of((f"mem_{n}", 7) for n in range(99)))).file)
    await desk.work()
    assert (await desk.file(gift)).state is FileState.DONE
    taken = (await desk.upload(csv_of((f"mem_{n}", -7) for n in range(100)), "u2")).file
    assert (taken.rows, taken.refused, taken.short) == (100, 0, 1)
    await desk.start(taken, "s2")
    await desk.work()
    ended = await desk.file(taken)
    assert (ended.state, ended.done, ended.refused_when_run) == (FileState.DONE, 99, 1)
    (refused,) = [one for one in desk.results(taken) if one.refusal]
    assert (refused.line, refused.refusal) == (101, "INSUFFICIENT_POINTS")
    assert [await desk.balance(n) for n in (0, 98, 99)] == [0, 0, 0]


async def test_checking_says_what_each_row_would_do_and_does_nothing(desk: Desk) -> None:
    text = (
        "member_id,amount,asset,reason\n"
        "mem_1,100,,\n"
        "mem_1,100,,\n"
        "mem_2,-50,,\n"
        "mem_x,5,,\n"
        "mem_1,5,GOLD,\n"
        "mem 1,5,,\n"
        "mem_1,0,,\n"
        "mem_1,５,,\n"
        "mem_1,5,STOCK,\n"
        "mem_1,5,,abc\n"
        "mem_1,8,GROWTH,late order\n"
    )
    file = (await desk.upload(text)).file
    rows = [row for piece in desk.rows.kept["tea", file.id] for row in piece.rows]
    assert [(row.line, row.column, row.refusal) for row in rows if row.refusal] == [
        (5, "member_id", "MEMBER_NOT_FOUND"),
        (6, "asset", "ASSET_UNKNOWN"),
        (7, "member_id", "INVALID_ARGUMENT"),
        (8, "amount", "INVALID_ARGUMENT"),
        (9, "amount", "INVALID_ARGUMENT"),
        (10, "asset", "INVALID_ARGUMENT"),
        (11, "reason", "INVALID_ARGUMENT"),
    ]
    assert [row.line for row in rows if row.short] == [4]
    assert (file.rows, file.refused, file.short, file.repeated) == (11, 7, 1, 1)
    growth, points = file.sums
    assert (growth.asset, growth.added, growth.currency) == ("GROWTH", 8, "")
    assert (points.added, points.taken, points.members, points.currency) == (200, 50, 2, "CNY")
    # A hundred points of tea are worth five yuan.
    assert points.liability_minor == 750
    assert await desk.balance(1) == 0
    await desk.work()
    assert await desk.balance(1) == 0


async def test_what_is_added_serves_a_row_below_it_and_not_one_above(desk: Desk) -> None:
    file = (await desk.upload(csv_of([("mem_1", -5), ("mem_1", 9), ("mem_1", -9)]))).file
    rows = [row for piece in desk.rows.kept["tea", file.id] for row in piece.rows]
    assert [row.short for row in rows] == [True, False, False]
    await desk.start(file)
    await desk.work()
    assert [bool(one.refusal) for one in desk.results(file)] == [True, False, False]
    assert await desk.balance(1) == 0


async def test_a_repeat_gets_the_first_answer_and_other_content_is_refused(desk: Desk) -> None:
    text = csv_of([("mem_1", 10)])
    first = await desk.upload(text)
    again = await desk.upload(text)
    assert (again.file.id, again.replayed) == (first.file.id, True)
    with pytest.raises(Exception, match="used with other content"):
        await desk.upload(csv_of([("mem_1", 11)]))
    second = await desk.upload(text, "u2")
    assert (second.file.same_as, first.file.same_as) == (first.file.id, "")
    await desk.start(first.file)
    await desk.work()
    assert (await desk.start(first.file)).state is FileState.DONE
    with pytest.raises(Exception, match="it is done"):
        await desk.start(first.file, "s2")
    with pytest.raises(Exception, match="it is done"):
        await discard(desk.ctx, "tea", first.file.id, "d1", "ann")
    assert await desk.balance(1) == 10


async def test_above_the_limit_a_second_operator_decides_once(
    desk: Desk, clock: ManualClock
) -> None:
    file = (await desk.upload(csv_of((f"mem_{n}", 600) for n in (1, 2)))).file
    waits = await desk.start(file)
    assert (waits.state, waits.started_by) == (FileState.WAITING, "ann")
    await desk.work()
    assert await desk.balance(1) == 0
    with pytest.raises(Exception, match="second operator"):
        await desk.approvals.approve("tea", waits.approval_id, Verdict("v1", "ann", ""))
    bob = Verdict("v2", "bob", "")
    _, replayed = await desk.approvals.approve("tea", waits.approval_id, bob)
    assert not replayed
    assert (await desk.approvals.approve("tea", waits.approval_id, bob))[1]
    with pytest.raises(Exception, match="it is approved"):
        await desk.approvals.reject("tea", waits.approval_id, Verdict("v3", "cat", ""))
    await desk.work()
    assert (await desk.file(file)).done == 2
    assert [await desk.balance(n) for n in (1, 2)] == [600, 600]


async def test_a_file_that_nobody_approves_in_time_can_be_started_again(
    desk: Desk, clock: ManualClock
) -> None:
    file = (await desk.upload(csv_of([("mem_1", 2_000)]))).file
    waits = await desk.start(file)
    clock.advance(timedelta(days=7))
    with pytest.raises(Exception, match="it is expired"):
        await desk.approvals.approve("tea", waits.approval_id, Verdict("v1", "bob", ""))
    again = await desk.start(file, "s2", "bob")
    assert again.approval_id != waits.approval_id
    await desk.approvals.reject("tea", again.approval_id, Verdict("v2", "ann", "no"))
    assert (await desk.file(file)).state is FileState.REJECTED
    clock.advance(timedelta(days=30))
    old = (await desk.upload(csv_of([("mem_2", 1)]), "u2")).file
    clock.advance(timedelta(days=30))
    with pytest.raises(Exception, match="it is expired"):
        await desk.start(old, "s3")


async def test_files_of_a_day_count_together_for_the_limit_of_the_day(desk: Desk) -> None:
    first = await desk.start((await desk.upload(csv_of([("mem_1", 900)]))).file)
    assert first.state is FileState.QUEUED
    second = (await desk.upload(csv_of([("mem_1", -601)]), "u2")).file
    assert (await desk.start(second, "s2")).state is FileState.WAITING


async def test_coupons_by_file_keep_the_limits_of_their_type(desk: Desk) -> None:
    text = "member_id,coupon_type,campaign\nmem_1,spring,may\nmem_1,spring,may\nmem_2,none,\n"
    file = (await desk.upload(text, kind=FileKind.COUPONS)).file
    assert (file.coupons, file.refused, file.repeated) == ((("spring", 2),), 1, 1)
    assert (await desk.start(file)).state is FileState.QUEUED
    await desk.work()
    assert [one.refusal for one in desk.results(file)] == ["", "COUPON_LIMIT_REACHED"]
    assert await desk.balance(1, "coupon.spring") == 1
    more = "member_id,coupon_type\n" + "".join(f"mem_{n},spring\n" for n in range(3, 6))
    many = (await desk.upload(more, "u2", kind=FileKind.COUPONS)).file
    assert (await desk.start(many, "s2")).state is FileState.WAITING
    # Small files of a day count together.
    pair = "member_id,coupon_type\nmem_3,spring\nmem_4,spring\n"
    for number, state in ((3, FileState.QUEUED), (4, FileState.WAITING)):
        small = (await desk.upload(pair, f"u{number}", kind=FileKind.COUPONS)).file
        assert (await desk.start(small, f"s{number}")).state is state


async def test_rows_that_were_changed_behind_our_back_are_not_carried_out(desk: Desk) -> None:
    rows = [(f"mem_{n}", 1) for n in range(PIECE_ROWS + 1)]
    file = await desk.start((await desk.upload(csv_of(rows))).file)
    own = desk.rows.kept["tea", file.id]
    changed = own[1].rows[0]._replace(amount=1_000_000)
    own[1] = own[1]._replace(rows=(changed,))
    await desk.work()
    ended = await desk.file(file)
    assert (ended.state, ended.done) == (FileState.FAILED, PIECE_ROWS)
    assert await desk.balance(PIECE_ROWS) == 0
    missing = await desk.start((await desk.upload(csv_of(rows), "u2")).file, "s2")
    del desk.rows.kept["tea", missing.id][1]
    await desk.work()
    assert (await desk.file(missing)).state is FileState.FAILED


async def test_two_workers_at_once_do_each_row_once(desk: Desk) -> None:
    rows = [(f"mem_{n % 3}", 1 if n % 4 else -1) for n in range(300)]
    file = await desk.start((await desk.upload(csv_of(rows))).file)
    await asyncio.gather(desk.work(), desk.work(another_process(desk)))
    ended = await desk.file(file)
    results = desk.results(file)
    assert (ended.done, len(results)) == (sum(not one.refusal for one in results), 300)
    done = {one.line for one in results if not one.refusal}
    told = sum(amount for line, (_, amount) in enumerate(rows, start=2) if line in done)
    assert sum([await desk.balance(n) for n in range(3)]) == told


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(death=st.integers(0, 12), seed=st.integers(0, 10**6))
async def test_a_worker_that_dies_anywhere_loses_nothing_and_doubles_nothing(
    desk: Desk, death: int, seed: int
) -> None:
    """It dies before the write of number `death`: of a posting, of results, or of the queue."""
    amounts = [(n * 7 + seed) % 11 - 4 or 1 for n in range(2 * PIECE_ROWS + 3)]
    before = [await desk.balance(n) for n in range(5)]
    rows = [(f"mem_{n % 5}", amount) for n, amount in enumerate(amounts)]
    file = (await desk.upload(csv_of(rows), f"u{seed}-{death}", by=f"op{seed}-{death}")).file
    moved = await desk.start(file, f"s{seed}-{death}", by=f"op{seed}-{death}")
    if moved.state is FileState.WAITING:
        verdict = Verdict(f"v{seed}-{death}", "bob", "")
        await desk.approvals.approve("tea", moved.approval_id, verdict)
    dying = another_process(desk)
    writes = 0

    def mortal(call: Any) -> Any:
        async def wrapped(*args: Any, **more: Any) -> Any:
            nonlocal writes
            writes += 1
            if writes > death:
                raise asyncio.CancelledError
            return await call(*args, **more)

        return wrapped

    dying.ledger.post_all = mortal(dying.ledger.post_all)  # type: ignore[method-assign]
    put, forget = desk.rows.put_results, desk.rows.dequeue
    desk.rows.put_results = mortal(put)  # type: ignore[method-assign]
    desk.rows.dequeue = mortal(forget)  # type: ignore[method-assign]
    try:
        await desk.work(dying)
    except asyncio.CancelledError:
        pass
    finally:
        desk.rows.put_results, desk.rows.dequeue = put, forget  # type: ignore[method-assign]
    await desk.work()
    ended = await desk.file(file)
    assert (ended.state, ended.done + ended.refused_when_run) == (FileState.DONE, len(rows))
    refused = {one.line for one in desk.results(file) if one.refusal}
    after = list(before)
    for line, (member, amount) in enumerate(rows, start=2):
        if line not in refused:
            after[int(member[4:])] += amount
    assert [await desk.balance(n) for n in range(5)] == after
    assert not desk.rows.queued


def test_rows_that_say_the_same_have_one_fingerprint_wherever_they_stand() -> None:
    one, other = Row(2, "mem_1", "POINTS", 5), Row(9, "mem_1", "POINTS", 5, short=True)
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != Row(2, "mem_1", "POINTS", 6).fingerprint
