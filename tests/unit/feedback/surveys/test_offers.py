"""Who is asked, and when."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.surveys.domain.member import KnownMember
from services.feedback.surveys.domain.offer import (
    Happening,
    is_drawn,
    may_be_asked,
    offer_of,
)
from services.feedback.surveys.domain.section import On
from tests.unit.feedback.surveys.samples import survey

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONCE = survey("recommend", again_after_days=30)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def order(member_id: str = "mem_1", key: str = "order/pos/1") -> Happening:
    return Happening("tea", member_id, On.ORDER, key, NOW)


def test_a_member_is_asked_at_most_once_in_30_days_by_all_surveys() -> None:
    asked = KnownMember("mem_1", asked_at=NOW)
    assert may_be_asked(ONCE, KnownMember("mem_1"), [], NOW)
    assert not may_be_asked(ONCE, asked, [], NOW + days(29.9))
    assert may_be_asked(ONCE, asked, [], NOW + days(30))


def test_a_survey_comes_again_only_after_its_days() -> None:
    half_a_year = survey("recommend")
    asked = KnownMember("mem_1", asked_at=NOW)
    assert not may_be_asked(half_a_year, asked, [NOW], NOW + days(179))
    assert may_be_asked(half_a_year, asked, [NOW], NOW + days(180))


def test_nobody_is_asked_who_refuses_or_is_erased() -> None:
    assert not may_be_asked(ONCE, KnownMember("mem_1", refuses=True), [], NOW)
    assert not may_be_asked(ONCE, KnownMember("mem_1", erased=True), [], NOW)


def test_one_happening_leads_to_one_offer() -> None:
    first, again = offer_of(ONCE, order(), NOW), offer_of(ONCE, order(), NOW + days(1))
    assert first.id == again.id
    assert offer_of(ONCE, order(key="order/pos/2"), NOW).id != first.id
    assert offer_of(ONCE, order("mem_2"), NOW).id != first.id


def test_a_part_of_the_happenings_is_drawn_always_the_same() -> None:
    tenth = survey("recommend", sample={"percent": 10})
    drawn = [n for n in range(2_000) if is_drawn(tenth, order(f"mem_{n}"))]
    assert 150 < len(drawn) < 250
    assert drawn == [n for n in range(2_000) if is_drawn(tenth, order(f"mem_{n}"))]


@given(st.lists(st.integers(0, 40), max_size=30))
def test_however_often_members_are_wanted_two_offers_are_30_days_apart(waits: list[int]) -> None:
    now, offered = NOW, list[datetime]()
    for wait in waits:
        now += days(wait)
        member = KnownMember("mem_1", asked_at=offered[-1] if offered else None)
        if may_be_asked(ONCE, member, offered, now):
            offered.append(now)
    assert all(later - earlier >= days(30) for earlier, later in pairwise(offered))
