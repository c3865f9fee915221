"""A search comes to the end of those whose name has the text, page by page."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.members.context import MembersContext
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from services.members.search.commands.searching import Page, Place, search
from services.members.search.domain.found import (
    LOOKED_AT_MAX,
    NamesKept,
    SearchTooBroad,
    Wanted,
)
from tests.activities import NOON, document
from tests.fakes_members import FakeProgrammes


class AllLookAlike:
    """A store in which every name has the tokens that are sought, and few have the text."""

    def __init__(self, count: int, fitting: Collection[str]) -> None:
        self.ids, self.fitting = [f"m{n:05}" for n in range(count)], fitting
        self.names = self.identities = self.segments = self

    async def kept(self, brand: str) -> NamesKept:
        return NamesKept(wanted=True)

    async def having(
        self, brand: str, tokens: Sequence[str], after: str, limit: int
    ) -> Sequence[str]:
        first = int(after[1:]) + 1 if after else 0
        return self.ids[first : first + limit]

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        names = {id_: "三丰三" if id_ in self.fitting else "丰三丰·三三" for id_ in ids}
        return {
            id_: Member(id_, brand, (), Profile(name=name), "app", NOON)
            for id_, name in names.items()
        }

    async def survivors(self, brand: str, ids: Collection[str]) -> Mapping[str, str]:
        return {}

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        return {}

    async def owners(self, brand: str, identities: Collection[Identity]) -> Mapping[Identity, str]:
        return {}


async def page(store: Any, place: Place) -> Page:
    programme = document("retail") | {"search": {"by_name": True}}
    ctx = MembersContext(store, RuleBook(FakeProgrammes(retail=programme)), ManualClock(NOON))
    return await search(ctx, "retail", Wanted(text="三丰三"), place, 1)


async def test_who_stands_far_behind_those_found_is_found_too() -> None:
    far = f"m{3 * LOOKED_AT_MAX - 7:05}"
    store = AllLookAlike(3 * LOOKED_AT_MAX, {"m00000", "m00001", far})
    found, place, pages = list[str](), Place(), 0
    while True:
        one = await page(store, place)
        found += [each.member_id for each in one.members]
        pages += 1
        if one.next is None:
            break
        place = one.next
    assert found == ["m00000", "m00001", far]
    assert pages < 6


async def test_a_search_that_finds_nobody_among_so_many_is_too_broad() -> None:
    with pytest.raises(SearchTooBroad):
        await page(AllLookAlike(LOOKED_AT_MAX + 1, ()), Place())
