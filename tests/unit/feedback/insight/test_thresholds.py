"""When a threshold acts, and on what."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.insight.domain.alarms import shortfall
from services.feedback.insight.domain.catalogue import METRICS
from services.feedback.insight.domain.metrics import Number
from services.feedback.insight.domain.section import insight_section
from services.feedback.insight.domain.standing import Target
from services.feedback.insight.domain.threshold import (
    Act,
    Became,
    Threshold,
    When,
    acts_of,
    enough,
    worse,
)
from services.feedback.programme.domain import Programme
from tests.example_programmes import example

ORDERS, REFUNDS, CSAT = METRICS["orders"], METRICS["refund_rate"], METRICS["csat"]
RULES = [
    Threshold("a", "orders", When.WORSE, "one"),
    Threshold("b", "orders", When.MISSED, "two"),
    Threshold("c", "csat", When.WORSE, "three"),
]


@pytest.mark.parametrize(
    ("metric", "change", "is_worse"),
    [(ORDERS, -20, True), (ORDERS, 20, False), (REFUNDS, 20, True), (REFUNDS, -20, False)],
)
def test_more_orders_and_fewer_refunds_are_no_reason(
    metric: object, change: int, is_worse: bool
) -> None:
    assert worse(metric, change) is is_worse  # type: ignore[arg-type]


@given(st.permutations(RULES))
def test_thresholds_of_a_metric_act_whatever_stands_beside_them(rules: list[Threshold]) -> None:
    assert acts_of(rules, "orders", When.WORSE) == (Act("a", "one"),)
    assert acts_of(rules, "orders", When.MISSED) == (Act("b", "two"),)
    assert acts_of(rules, "revenue", When.MISSED) == ()
    assert Act("a", "one").became is Became.DUE


def test_a_rate_of_few_is_not_acted_on_and_a_count_of_few_is() -> None:
    assert not enough(CSAT, None, 1)
    assert not enough(CSAT, Number(1, 99), 100)
    assert enough(CSAT, Number(1, 100), 100)
    assert enough(ORDERS, Number(2), 100)


def test_a_shortfall_is_told_against_the_target() -> None:
    found = shortfall(CSAT, Number(60, 100), Target("csat", 8_000, 10, up=True))
    assert (found.value, found.baseline, found.change_percent) == (0.6, 0.8, -25)
    count = shortfall(ORDERS, Number(2), Target("orders", 300, 10, up=True))
    assert (count.baseline, count.low, count.high, count.change_percent) == (3, 3, 3, -33)
    nothing = shortfall(REFUNDS, Number(1, 10), Target("refund_rate", 0, 10, up=False))
    assert (nothing.baseline, nothing.change_percent) == (0, 0)


def test_no_threshold_acts_unless_the_programme_says_so() -> None:
    assert insight_section(Programme("x", document={"insight": {}})).thresholds == ()
    tea = insight_section(Programme("tea", document=example("tea"))).thresholds
    assert tea[0] == Threshold("unhappy", "csat", When.MISSED, "stay_with_us")
    assert (tea[1].journey, tea[1].todo and tea[1].todo.within) == ("", timedelta(hours=4))
