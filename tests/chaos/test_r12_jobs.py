"""R12: jobs run twice, late, on many workers at once, and while clocks jump: each effect happens
once.

Clocks jump forward a day and back again, back an hour, and over both changes of summer time in the
brand's zone. Work done by a clock that was ahead stays done: after the correction, nothing is done
twice or undone. tests/component/common/test_lease.py tests leases while a clock steps back; R5
tests jobs in processes that are killed.
"""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.common.clock import ManualClock
from services.common.ids import IdSequence
from services.feedback.routing.domain.response_times import Deadline
from services.members.context import MembersContext
from services.members.identities.commands.enrolment import Enrolled
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.programme.commands.rulebook import RuleBook
from services.members.tiers.commands import judgement_job as judgement
from services.members.tiers.commands.growth import GrowthEntry, count_growth
from services.points.ledger.commands.expiry_sweep import Sweep
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account import AccountKey
from tests.builders import earn, hold, spend
from tests.contract.members.member_stores import TEA, enrolled, wish
from tests.fakes import FakeLedgerStore
from tests.fakes_members import FakeMembersStore, FakeProgrammes

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WORKERS = 3
ZONES = ("Asia/Shanghai", "Europe/London", "America/Santiago")
"""A zone without summer time, one with it, and one where a midnight is skipped once a year."""
SUMMER_TIME = {
    "Europe/London": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "America/Santiago": (datetime(2026, 9, 6, 4, tzinfo=UTC), datetime(2026, 4, 5, 3, tzinfo=UTC)),
}
NOT_TOLD = datetime(2026, 3, 2, 4, tzinfo=UTC)


def jumps(chance: random.Random, start: datetime, days: int) -> list[datetime]:
    """Successive times of the clocks over this many days, never more than a day wrong."""
    told = []
    for day in range(days):
        right = start + day * DAY
        wrong = chance.choice([DAY, -HOUR, timedelta(0), -DAY])
        told += [right, right + wrong, right]
    return told


async def at_once_and_again(job: Any) -> None:
    """Run the job on several replicas at once, and then again."""
    for _ in range(2):
        await asyncio.gather(*(job() for _ in range(WORKERS)))


MEMBERS = 4
LIFE_DAYS = 8
HELD = 3


async def test_r12_points_expire_settle_and_are_released_once_while_clocks_jump(
    chance: random.Random,
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    clock, store = ManualClock(start), FakeLedgerStore()
    ledger = Ledger(store, clock)

    def sweep() -> Sweep:
        return Sweep(store, clock, IdSequence("pst"))

    for n in range(MEMBERS):
        for day in range(1, LIFE_DAYS):
            await ledger.post(earn(f"mem_{n}", 10, expire_at=start + day * DAY + n * HOUR))
        await ledger.post(earn(f"mem_{n}", 5, available_at=start + 3 * DAY))
        await ledger.post(hold(f"mem_{n}", HELD, start + 4 * DAY))
    names = [(f"mem_{n}", "POINTS") for n in range(MEMBERS)]
    for now in jumps(chance, start, LIFE_DAYS + 3):
        clock.set(now)
        before = await ledger.balances("tea", names, now)
        await at_once_and_again(lambda: sweep().once())
        after = await ledger.balances("tea", names, now)
        assert [b.available for b in after] == [b.available for b in before]
        assert all(0 <= b.available <= b.posted for b in after)
    # All that expires has, each lot once, held or not; what never expires has settled, all of it.
    expired = await store.house_sum(AccountKey("tea", "house:expired", "POINTS"), None)
    assert expired == MEMBERS * 10 * (LIFE_DAYS - 1)
    final = await ledger.balances("tea", names, clock.now())
    assert [(b.posted, b.available, b.pending, b.held) for b in final] == [(5, 5, 0, 0)] * MEMBERS
    for owner, _ in names:
        await ledger.post(spend(owner, 5))
    assert (await Verifier(store, clock).verify("tea")).problems == []


@pytest.mark.parametrize("zone", ZONES)
async def test_r12_tiers_are_judged_once_while_clocks_jump(
    zone: str, chance: random.Random
) -> None:
    programme = TEA | {"timezone": zone}
    histories = []
    for jumping in (False, True):
        store, clock = FakeMembersStore(), ManualClock(NOT_TOLD)
        ctx = MembersContext(store, RuleBook(FakeProgrammes(tea=programme)), clock)
        wishes = [wish(n, Identity(IdentityKind.POS_CARD, str(n))) for n in range(MEMBERS)]
        people = await enrolled(store, "tea", *wishes)
        ids = [each.member_id for each in people if isinstance(each, Enrolled)]
        entries = [GrowthEntry(member_id, 1, 300, NOT_TOLD) for member_id in ids]
        await count_growth(ctx, "tea", entries)
        for day in (365, 366, 395, 396, 730, 731, 760, 761, 762, 800):
            right = datetime.combine(
                (NOT_TOLD + day * DAY).astimezone(ZoneInfo(zone)).date(),
                datetime.min.time(),
                ZoneInfo(zone),
            ).astimezone(UTC)
            wrong = [DAY, -HOUR, -DAY] if jumping else []
            for now in (right, *(right + each for each in wrong), right):
                clock.set(now)

                async def worker(ctx: MembersContext[FakeMembersStore] = ctx) -> None:
                    while await judgement.judge_due(ctx, 2):
                        pass

                await at_once_and_again(worker)
        history = []
        for member_id in ids:
            listed = await store.tiers.decisions("tea", member_id, before="", size=99)
            history.append([(x.decision.reason, x.decision.to_tier) for _, x in listed])
        histories.append(history)
    told_right, told_wrong = histories
    assert told_right == told_wrong
    assert all(len(history) == 5 for history in told_right)


@pytest.mark.parametrize("zone", list(SUMMER_TIME))
async def test_r12_a_judgement_is_due_once_on_each_day_of_a_change_of_summer_time(
    zone: str,
) -> None:
    rules = await RuleBook(FakeProgrammes(tea=TEA | {"timezone": zone})).required("tea")
    for change in SUMMER_TIME[zone]:
        day = change.astimezone(ZoneInfo(zone)).date()
        for each in (day - DAY, day, day + DAY):
            begins = rules.midnight(each)
            assert rules.local_day(begins) == each
            assert rules.local_day(begins - timedelta(milliseconds=1)) == each - DAY


def test_r12_a_clock_that_steps_back_makes_no_item_due_earlier(chance: random.Random) -> None:
    due = NOT_TOLD + DAY
    deadline, now = Deadline(due), NOT_TOLD
    for _ in range(100):
        now += chance.choice([DAY, -HOUR, -DAY, timedelta(minutes=1)])
        before = deadline.due
        for _ in range(2):
            deadline = chance.choice([deadline.stop, deadline.run])(now)
        assert before is not None
        assert deadline.due is not None
        assert deadline.due >= before
