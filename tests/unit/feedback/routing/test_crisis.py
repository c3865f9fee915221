"""When alike complaints are a crisis."""

from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.routing.domain.crisis import CrisisTerms, crisis_terms
from tests.unit.feedback.samples import NOON, minutes, programme, tea

TERMS = CrisisTerms("brand")


def said(*at: int, channel: str = "app") -> list[tuple[datetime, str]]:
    return [(NOON + minutes(each), channel) for each in at]


def test_ten_alike_within_an_hour_are_a_crisis_and_nine_are_none() -> None:
    assert TERMS.alike_at_once(said(*range(10))) == 10
    assert TERMS.alike_at_once(said(*range(9))) is None


def test_the_hour_slides_and_is_open_at_its_beginning() -> None:
    assert TERMS.alike_at_once(said(*range(0, 60, 6), 59)) == 10
    assert TERMS.alike_at_once(said(0, *range(60, 69))) is None


def test_three_that_everybody_can_read_are_a_crisis() -> None:
    assert TERMS.alike_at_once(said(1, 2, 3, channel="social")) == 3
    assert TERMS.alike_at_once(said(1, 2, channel="social") + said(3, 4)) is None
    assert TERMS.alike_at_once(said(1, 2, 90, channel="review")) is None


@given(st.lists(st.integers(0, 300), max_size=30), st.randoms())
def test_the_order_in_which_items_are_looked_at_makes_no_difference(
    at: list[int], random: Random
) -> None:
    items = said(*at)
    shuffled = random.sample(items, len(items))
    assert TERMS.alike_at_once(shuffled) == TERMS.alike_at_once(items)
    most = max((sum(start <= each < start + 60 for each in at) for start in at), default=0)
    assert (TERMS.alike_at_once(items) is not None) == (most >= TERMS.alike)


def test_a_brand_that_names_no_team_has_none() -> None:
    assert crisis_terms(programme({"feedback": {}})) is None
    usual = crisis_terms(programme({"feedback": {"crisis": {"team": "brand"}}}))
    assert usual == TERMS == tea().section(crisis_terms)
    assert usual.respond == timedelta(hours=2)
