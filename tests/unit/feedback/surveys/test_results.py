"""What of an anonymous survey is told."""

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.surveys.domain.results import (
    SMALLEST_GROUP,
    Grouping,
    Results,
    Tally,
    results_of,
)
from tests.unit.feedback.surveys.samples import survey

NAMED = survey("recommend")
ANONYMOUS = survey("recommend", anonymous=True)


def tally(answers: int, score: str = "9") -> Tally:
    return Tally(answers, {"likely": {score: answers}}, {"likely": answers})


def results(anonymous: bool, total: int, tiers: dict[str, int]) -> Results:
    by_tier = {(Grouping.TIER, code): tally(count) for code, count in tiers.items()}
    return results_of(ANONYMOUS if anonymous else NAMED, tally(total), by_tier)


def test_a_named_survey_tells_every_group_the_largest_first() -> None:
    found = results(False, 6, {"basic": 1, "gold": 5, "": 0})
    assert [(group.code, group.answers) for group in found.groups] == [("gold", 5), ("basic", 1)]
    assert found.hidden_groups == 0


def test_tiers_come_before_stores_and_these_before_segments() -> None:
    keys = [(Grouping.SEGMENT, "vip"), (Grouping.STORE, "s1"), (Grouping.TIER, "gold")]
    found = results_of(NAMED, tally(1), {key: tally(1) for key in keys})
    assert [group.grouping for group in found.groups] == list(Grouping)


def test_fewer_than_five_anonymous_answers_are_not_told_at_all() -> None:
    assert results(True, 4, {"gold": 4}) == Results(is_hidden=True)
    assert results(True, 0, {}).figure is None
    assert results(True, 5, {"gold": 5}).answers == 5


def test_a_small_group_is_hidden_with_the_one_that_would_tell_of_it() -> None:
    found = results(True, 18, {"basic": 10, "silver": 6, "gold": 2})
    assert [group.code for group in found.groups] == ["basic"]
    assert found.hidden_groups == 2


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30)), st.integers(0, 9))
def test_no_group_and_no_difference_is_below_five(tiers: dict[str, int], without: int) -> None:
    total = sum(tiers.values()) + without
    found = results(True, total, tiers)
    told = [group.answers for group in found.groups]
    assert all(count >= SMALLEST_GROUP for count in told)
    rest = total - sum(told)
    assert not told or rest == 0 or rest >= SMALLEST_GROUP
    assert found.is_hidden == (0 < total < SMALLEST_GROUP)
