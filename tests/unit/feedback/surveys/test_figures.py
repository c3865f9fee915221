"""NPS, CSAT and CES with their intervals."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.surveys.domain.figure import Figure, figure_of
from services.feedback.surveys.domain.section import SCORES, SurveyKind


def nps(promoters: int, passives: int, detractors: int) -> Figure | None:
    return figure_of(SurveyKind.NPS, {9: promoters, 7: passives, 6: detractors})


def test_the_nps_of_60_25_15_is_45_within_30_5_and_59_5() -> None:
    figure = nps(60, 25, 15)
    assert figure is not None
    assert figure.low is not None
    assert figure.high is not None
    assert figure.value == 45
    assert (round(figure.low, 1), round(figure.high, 1)) == (30.5, 59.5)
    assert not figure.is_of_few


@pytest.mark.parametrize(
    ("score", "value"), [(10, 100), (9, 100), (8, 0), (7, 0), (6, -100), (0, -100)]
)
def test_nine_and_ten_promote_and_up_to_six_detract(score: int, value: float) -> None:
    figure = figure_of(SurveyKind.NPS, {score: 3})
    assert figure is not None
    assert figure.value == value


def test_there_is_no_figure_below_one_answer_and_a_flag_below_thirty() -> None:
    assert nps(0, 0, 0) is None
    assert figure_of(SurveyKind.FORM, {}) is None
    for answers, few in ((1, True), (29, True), (30, False)):
        figure = nps(answers, 0, 0)
        assert figure is not None
        assert figure.is_of_few == few


def test_csat_counts_four_and_five_with_the_interval_of_wilson() -> None:
    figure = figure_of(SurveyKind.CSAT, {5: 50, 4: 31, 3: 10, 1: 9})
    assert figure is not None
    assert figure.low is not None
    assert figure.high is not None
    assert figure.value == pytest.approx(81)
    # Wilson's interval of 81 of 100, as statsmodels gives it.
    assert (round(figure.low, 1), round(figure.high, 1)) == (72.2, 87.5)


def test_ces_is_a_mean_and_one_answer_has_no_interval() -> None:
    figure = figure_of(SurveyKind.CES, {7: 1, 5: 2, 3: 1})
    assert figure is not None
    assert figure.low is not None
    assert figure.value == 5
    assert figure.low == pytest.approx(5 - 1.96 * sqrt(8 / 3 / 4))
    assert figure_of(SurveyKind.CES, {4: 1}) == Figure(4, None, None, 1)


counts = st.integers(0, 300)


@given(counts, counts, counts)
def test_an_nps_stands_within_its_interval_and_changes_sign_with_its_sides(
    promoters: int, passives: int, detractors: int
) -> None:
    figure, mirrored = nps(promoters, passives, detractors), nps(detractors, passives, promoters)
    if figure is None:
        assert promoters + passives + detractors == 0
        return
    assert mirrored is not None
    assert figure.value == pytest.approx(-mirrored.value)
    assert figure.low is not None
    assert figure.high is not None
    assert -100 <= figure.low <= figure.value + 1e-9
    assert figure.value - 1e-9 <= figure.high <= 100
    assert figure.low == pytest.approx(-(mirrored.high or 0))


@given(st.sampled_from(sorted(SCORES)), st.data())
def test_more_of_the_same_answers_leave_a_figure_and_narrow_its_interval(
    kind: SurveyKind, data: st.DataObject
) -> None:
    lowest, highest = SCORES[kind]
    scores = data.draw(
        st.dictionaries(st.integers(lowest, highest), st.integers(1, 50), min_size=2)
    )
    once = figure_of(kind, scores)
    often = figure_of(kind, {score: 4 * count for score, count in scores.items()})
    assert once is not None
    assert often is not None
    assert often.value == pytest.approx(once.value)
    assert once.low is not None
    assert often.low is not None
    assert often.low >= once.low - 1e-9
