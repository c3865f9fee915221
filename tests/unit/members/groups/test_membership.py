"""How a member takes part in a group: messages in any order, silence, and the KOC of a month."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.groups.domain.membership import Membership, Standing, kocs_of
from services.members.groups.domain.section import GroupKind, PreferenceUnknown

DAY_ONE = datetime(2026, 3, 1, tzinfo=UTC)
KIND = GroupKind(
    code="store_group",
    name_zh="门店群",
    name_en="Store group",
    of_store=True,
    limit=200,
    silent=timedelta(days=30),
    offer=timedelta(days=14),
    koc_percent=30,
    asks=("less_sugar",),
)
JOINED = Membership("mem_a", "tea", "grp_1", "store_group", "s1", 1, DAY_ONE)


def day(number: float) -> datetime:
    return DAY_ONE + timedelta(days=number)


def test_the_offer_comes_first_and_the_flag_only_after_it() -> None:
    assert JOINED.judged(KIND, day(30) - timedelta(seconds=1)) is JOINED
    silent = JOINED.judged(KIND, day(30))
    assert (silent.standing, silent.silences, silent.told_silent_at) == (
        Standing.SILENT,
        1,
        day(30),
    )
    assert silent.judged(KIND, day(43)) is silent
    assert silent.judged(KIND, day(44)).standing is Standing.FLAGGED
    # Whoever is found out a year late has the offer first, too, and the days to take it.
    late = JOINED.judged(KIND, day(400))
    assert (late.standing, late.judged(KIND, day(413))) == (Standing.SILENT, late)
    assert late.judged(KIND, day(414)).standing is Standing.FLAGGED


def test_a_message_wakes_and_a_late_one_of_long_ago_does_not() -> None:
    flagged = JOINED.judged(KIND, day(30)).judged(KIND, day(44))
    woken = flagged.wrote(day(45)).judged(KIND, day(45))
    assert (woken.standing, woken.due_at(KIND)) == (Standing.ACTIVE, day(75))
    assert flagged.wrote(day(10)).judged(KIND, day(45)).standing is Standing.FLAGGED
    # The next silence is another one, with an offer of its own.
    assert woken.judged(KIND, day(75)).silences == 2


def test_who_left_is_not_judged() -> None:
    left = replace(JOINED, standing=Standing.LEFT)
    assert left.judged(KIND, day(90)) is left
    assert left.due_at(KIND) is None


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.data())
def test_messages_in_any_order_and_again_come_to_the_same(
    days: list[int], data: st.DataObject
) -> None:
    told = data.draw(st.permutations(days + days[:3]))
    slowly = JOINED
    for each in told:
        slowly = slowly.wrote(day(each))
    assert slowly.last_at == day(max(days))
    assert slowly.judged(KIND, day(60)) == JOINED.wrote(day(max(days))).judged(KIND, day(60))


@pytest.mark.parametrize(("members", "kocs"), [(1, 1), (3, 1), (6, 1), (7, 2), (10, 3), (200, 60)])
def test_the_koc_are_30_percent_rounded_down_and_at_least_one(members: int, kocs: int) -> None:
    assert KIND.kocs(members) == kocs


def test_the_koc_wrote_most_and_nobody_is_one_without_a_message() -> None:
    members = [f"mem_{n}" for n in range(10)]
    writers = ["mem_4", "mem_4", "mem_2", "mem_2", "mem_7", "mem_gone", "mem_gone", "mem_gone"]
    assert kocs_of(KIND, members, writers) == ["mem_2", "mem_4", "mem_7"]
    assert kocs_of(KIND, members, []) == []
    assert kocs_of(KIND, ["mem_1", "mem_2"], ["mem_2"]) == ["mem_2"]


@given(st.permutations(["mem_1"] * 3 + ["mem_2"] * 3 + ["mem_3"]))
def test_the_koc_do_not_depend_on_the_order_of_messages(writers: list[str]) -> None:
    assert kocs_of(KIND, ["mem_1", "mem_2", "mem_3"], writers) == ["mem_1"]


def test_nothing_but_what_is_asked_can_be_chosen() -> None:
    KIND.check(["less_sugar"])
    with pytest.raises(PreferenceUnknown):
        KIND.check(["less_sugar", "vip"])
