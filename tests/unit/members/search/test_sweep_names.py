"""A sweep keeps the tokens of all whose name can be read, whoever is among them."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.members.context import MembersContext
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from services.members.search.commands.indexing import sweep_names
from services.members.search.domain.found import AGAIN_AFTER, PASSED_MAX, NameSearch, NamesKept
from tests.activities import NOON, document
from tests.fakes_members import FakeProgrammes

ANN = Member("m", "retail", (), Profile(name="Ann"), "app", NOON)


class BrandOfMany:
    """A store of the members m000, m001 and so on, all of whom are called Ann."""

    def __init__(self, count: int, unreadable: Collection[str], error: Exception) -> None:
        self.ids = [f"m{n:03}" for n in range(count)]
        self.unreadable, self.error = set(unreadable), error
        self.names_kept = NamesKept()
        self.indexed: set[str] = set()
        self.names = self.identities = self.activities = self

    async def transact(self, work: Callable[[Any], Awaitable[Any]], **_: Any) -> Any:
        return await work(self)

    async def kept(self, brand: str) -> NamesKept:
        return self.names_kept

    async def keep_kept(self, brand: str, kept: NamesKept) -> None:
        self.names_kept = kept

    async def members_after(self, brand: str, member_id: str, limit: int) -> Sequence[str]:
        return [each for each in self.ids if each > member_id][:limit]

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        if not self.unreadable.isdisjoint(ids):
            raise self.error
        return dict.fromkeys(ids, ANN)

    async def keep(self, brand: str, tokens: Mapping[str, Collection[str]]) -> None:
        self.indexed.update(id_ for id_, kept in tokens.items() if kept)


class Ours:
    async def acquire(self) -> bool:
        return True


async def swept(store: Any, later: timedelta = timedelta()) -> None:
    programme = document("retail") | {"search": {"by_name": True}}
    rules = RuleBook(FakeProgrammes(retail=programme))
    clock = ManualClock(NOON + later)
    await sweep_names(MembersContext(store, rules, clock), "retail", Ours())


async def test_one_whose_name_cannot_be_read_stops_the_sweep_of_no_other() -> None:
    store = BrandOfMany(250, {"m007"}, ValueError("unreadable"))
    await swept(store)
    assert store.names_kept.passed == ("m007",)
    assert store.names_kept.state is NameSearch.BUILDING
    assert store.indexed == set(store.ids) - {"m007"}


async def test_who_was_passed_over_has_another_turn_each_hour_until_the_name_can_be_read() -> None:
    store = BrandOfMany(3, {"m001"}, ValueError("unreadable"))
    await swept(store)
    store.unreadable.clear()
    await swept(store, AGAIN_AFTER / 2)
    assert store.names_kept.passed == ("m001",)
    store.unreadable.add("m001")
    await swept(store, AGAIN_AFTER)
    assert store.names_kept.again_at == NOON + 2 * AGAIN_AFTER
    store.unreadable.clear()
    await swept(store, 2 * AGAIN_AFTER)
    assert store.names_kept == NamesKept(wanted=True)
    assert store.names_kept.state is NameSearch.ON
    assert store.indexed == set(store.ids)


async def test_of_more_than_are_remembered_all_are_swept_again_once_those_are_read() -> None:
    store = BrandOfMany(PASSED_MAX + 20, (), ValueError("unreadable"))
    store.unreadable.update(store.ids)
    await swept(store)
    assert (len(store.names_kept.passed), store.names_kept.more) == (PASSED_MAX, True)
    store.unreadable.clear()
    await swept(store, AGAIN_AFTER)
    await swept(store, AGAIN_AFTER)
    assert store.names_kept == NamesKept(wanted=True)
    assert store.indexed == set(store.ids)


async def test_a_sweep_waits_for_a_store_that_is_away() -> None:
    store = BrandOfMany(3, {"m001"}, TimeoutError())
    with pytest.raises(TimeoutError):
        await swept(store)
    assert store.names_kept == NamesKept(wanted=True, done=False)
    store.unreadable.clear()
    await swept(store)
    assert store.indexed == set(store.ids)
