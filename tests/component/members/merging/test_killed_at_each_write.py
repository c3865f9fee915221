"""Members' step of a merge and of its undo is one transaction: killed behind any of its writes it
has changed nothing, and asked for again it takes effect once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.context import MembersContext
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.merging.commands.merging import MergeWish, merge_members
from services.members.merging.commands.undoing import UndoWish, undo_merge
from services.members.programme.commands.rulebook import RuleBook
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import NextJudgement, Standing
from services.members.unit_of_work import MembersStore, Unit
from services.members.vault.storage import vault as vaults
from services.members.wiring import migrate
from tests.activities import document
from tests.component.members.conftest import NOON
from tests.component.mortal import Killed, Killer, mortal
from tests.fakes_members import FakeProgrammes

OLD, NEW = "mem_old", "mem_new"
DAY = date(2026, 3, 1)
WRITES_MAX = 100
WISH = MergeWish("tea", "m1", OLD, NEW, "one person", "ann", "operator")


def context(db: Database, keys: Path) -> MembersContext[MembersStore]:
    """A new process on `db`."""
    clock = ManualClock(NOON)
    store = MembersStore(db, Feed(db), vaults.load(keys, "development"), NoCache(), clock)
    return MembersContext(store, RuleBook(FakeProgrammes(tea=document("tea"))), clock)


async def two_members(unit: Unit) -> None:
    """Both have an identity, orders and growth."""
    judged = dict.fromkeys((OLD, NEW), NextJudgement(None, 1))
    for n, member_id in enumerate((OLD, NEW), start=1):
        identity = Identity(IdentityKind.PHONE, f"+8613800138{n:03}")
        enrolled = NOON - timedelta(days=90 * n)
        profile = Profile("王小明" if n == 1 else "", "", "zh")
        await unit.identities.add([Member(member_id, "tea", (identity,), profile, "pos", enrolled)])
    growth = {each: Standing(DailyTotals(600, {DAY: 600})) for each in judged}
    await unit.tiers.keep_standings("tea", Source.GROWTH, growth, judged)
    orders = DailyTotals(1, {DAY: 1})
    facts = {
        each: Facts(NOON, orders, DailyTotals(500, {DAY: 500}), done={ActivityType.ORDER: 1})
        for each in judged
    }
    await unit.activities.keep_facts("tea", facts, judged)


async def kept(db: Database) -> dict[str, str]:
    """A digest of the documents of each collection."""
    digests: dict[str, str] = (await db.command("dbHash"))["collections"]
    return digests


async def killed_everywhere(
    db: Database,
    keys: Path,
    wish: Callable[[MembersContext[MembersStore]], Awaitable[tuple[Any, bool]]],
) -> int:
    """Ask for it with the process killed behind each write but the last, then to the end, and once
    more; how many writes it took."""
    before = await kept(db)
    for number in range(1, WRITES_MAX):
        killer = Killer(number)
        try:
            made, replayed = await wish(context(mortal(db, killer), keys))
        except Killed:
            assert await kept(db) == before, f"killed behind write {number}"
            continue
        assert not replayed
        after = await kept(db)
        again = await wish(context(db, keys))
        assert again == (made, True)
        assert await kept(db) == after
        return killer.writes
    raise AssertionError("it never ends")


async def test_a_merge_and_its_undo_killed_behind_any_write_change_nothing_and_then_all(
    db: Database, tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    await migrate(db)
    await context(db, keys).store.transact(two_members)
    assert await killed_everywhere(db, keys, lambda ctx: merge_members(ctx, WISH)) > 10
    ctx = context(db, keys)
    facts = await ctx.store.activities.facts("tea", [OLD, NEW])
    assert {each: one.orders.total for each, one in facts.items() if one.orders.total} == {NEW: 2}
    growth = await ctx.store.tiers.standings("tea", Source.GROWTH, [OLD, NEW])
    assert growth[NEW].totals.total == 1_200
    merge = await db["merges"].find_one({})
    assert merge is not None
    undo = UndoWish("tea", "u1", merge["_id"], "two people", "ann", "operator")
    assert await killed_everywhere(db, keys, lambda ctx: undo_merge(ctx, undo)) > 10
    facts = await context(db, keys).store.activities.facts("tea", [OLD, NEW])
    assert {each: one.orders.total for each, one in facts.items()} == {OLD: 1, NEW: 1}
    growth = await context(db, keys).store.tiers.standings("tea", Source.GROWTH, [OLD, NEW])
    assert [growth[each].totals.total for each in (OLD, NEW)] == [600, 600]
