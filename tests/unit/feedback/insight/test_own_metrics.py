"""The brand's own metrics: quotients over kinds of happenings."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.insight.domain.alarms import AlarmRules, finding
from services.feedback.insight.domain.bucket import Bucket, Count, Totals
from services.feedback.insight.domain.catalogue import METRICS
from services.feedback.insight.domain.metrics import Known, Metric, Number, Unit
from services.feedback.insight.domain.own_metrics import own_metric
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.section import BOARD, BOARD_MAX, insight_section
from services.feedback.programme.domain import Programme

DAY = Period(Grain.DAY, date(2026, 12, 1))
KINDS = {
    "order": Count(8, 6, 20_000),
    "refund": Count(1, 1, -2_500),
    "share": Count(2, 2),
    "review": Count(4, 3),
}
STORES = {"s1": {"order": Count(5, 4, 9_000), "review": Count(1, 1)}, "s2": {"order": Count(3, 2)}}
WORDS = {"zh": "率", "en": "Rate"}


def written(numerator: Any, denominator: Any = None, **more: Any) -> dict[str, Any]:
    told = {"code": "own", "level": "brand", "name": WORDS, "definition": WORDS, "unit": "percent"}
    below = {"denominator": denominator} if denominator else {}
    return {**told, "numerator": numerator, **below, **more}


def number(metric: Metric, kinds: dict[str, Count] = KINDS) -> Number | None:
    return metric.of(Known(Bucket(DAY, kinds, stores=STORES), Totals(), DAY.until))


def test_a_quotient_over_kinds_and_stores() -> None:
    told = {"kinds": ["share", "review"]}
    rate = own_metric(written(told, {"kinds": ["order"]}))
    assert number(rate) == Number(6, 8)
    assert rate.formula == "times of share + review / times of order"
    assert (rate.grains, rate.by_store) == (tuple(Grain), True)
    assert (rate.up, rate.proportion) == (True, False)
    assert number(own_metric(written(told, {"kinds": ["order"], "of": "members"}))) == Number(6, 6)
    at = own_metric(
        written({"kinds": ["review"]}, {"kinds": ["order"], "stores": ["s1", "s2", "s9"]})
    )
    assert (number(at), at.by_store) == (Number(4, 8), False)
    assert at.formula == "times of review / times of order at s1, s2, s9"
    less = own_metric(written(told, unit="count", better="less", grain="week"))
    assert (number(less), less.up, less.grains) == (Number(6), False, (Grain.WEEK, Grain.MONTH))


def test_money_is_net_and_that_of_refunds_alone_is_above_zero() -> None:
    net = {"kinds": ["order", "refund"], "of": "money"}
    assert number(own_metric(written(net, unit="money"))) == Number(17_500)
    refunds = {"kinds": ["refund"], "of": "money"}
    share = own_metric(written(refunds, {"kinds": ["order"], "of": "money"}))
    assert number(share) == Number(2_500, 20_000)


def test_nothing_to_divide_by_is_unknown() -> None:
    rate = own_metric(written({"kinds": ["share"]}, {"kinds": ["browse"]}))
    assert number(rate) is None
    more_refunded = {"order": Count(1, 1, 100), "refund": Count(1, 1, -300), "share": Count(1, 1)}
    net = own_metric(
        written({"kinds": ["order"], "of": "money"}, {"kinds": ["order", "refund"], "of": "money"})
    )
    assert number(net, more_refunded) is None


def test_a_part_of_the_whole_is_a_proportion() -> None:
    whole = {"kinds": ["share", "review"]}
    assert own_metric(written({"kinds": ["review"]}, whole)).proportion
    assert own_metric(written({"kinds": ["review"], "stores": ["s1"]}, whole)).proportion
    assert not own_metric(written({"kinds": ["review"]}, {**whole, "stores": ["s1"]})).proportion
    other = written({"kinds": ["review"], "stores": ["s2"]}, {**whole, "stores": ["s1"]})
    assert not own_metric(other).proportion
    assert not own_metric(written({"kinds": ["review"], "of": "members"}, whole)).proportion
    net = {"kinds": ["order", "refund"], "of": "money"}
    assert not own_metric(written({"kinds": ["order"], "of": "money"}, net)).proportion
    # A store that gave back more than it sold has less than nothing of the whole.
    assert not own_metric(written({**net, "stores": ["s1"]}, net)).proportion
    gross = {"kinds": ["order"], "of": "money"}
    assert own_metric(written({**gross, "stores": ["s1"]}, gross)).proportion


def test_alarms_judge_quotients_by_how_they_vary_from_day_to_day() -> None:
    rate = own_metric(written({"kinds": ["review"]}, {"kinds": ["order"]}))
    each = own_metric(written({"kinds": ["add_to_cart"]}, {"kinds": ["order"]}, unit="count"))
    usual = [Number(240, 100), Number(250, 100), Number(230, 100), Number(240, 100)]
    for metric in (rate, each):
        found = finding(metric, Number(310, 100), usual, AlarmRules())
        assert found is not None
        # 2.4 ± 3.182 √(0.0816² · 1.25)
        assert (round(found.low, 2), round(found.high, 2), found.change_percent) == (2.11, 2.69, 29)
        assert finding(metric, Number(31, 10), usual, AlarmRules()) is None  # Too few orders.
    assert METRICS["refund_rate"].unit is Unit.PERCENT
    beyond = [Number(5, 100), Number(6, 100), Number(5, 100), Number(4, 100)]
    assert finding(METRICS["refund_rate"], Number(500, 100), beyond, AlarmRules()) is not None
    for above in (110, -10):
        part = Number(above, 100)
        assert finding(METRICS["interaction_rate"], part, beyond, AlarmRules()) is not None


def test_own_metrics_stand_on_the_board_after_those_of_every_brand() -> None:
    one = written({"kinds": ["share"]}, unit="count")
    monthly = {**one, "code": "by_month", "grain": "month"}
    many = [{**one, "code": f"m{i}"} for i in range(19)]

    def section(**told: Any) -> Any:
        return insight_section(Programme("tea", document={"insight": told}))

    found = section(metrics=[one, monthly], targets=[{"metric": "own", "target": 5}])
    assert found.board == (*BOARD, "own")
    assert found.reported == (*BOARD, "own", "stickiness", "repurchase_rate_90d", "by_month")
    assert found.targets["own"].up
    assert list(found.metrics) == [*METRICS, "own", "by_month"]
    assert len(section(metrics=many).board) == BOARD_MAX
    assert section(metrics=[one], board=["own"]).board == ("own",)


@given(st.permutations(["order", "share", "review"]), st.permutations(["s1", "s2", "s9"]))
def test_the_order_of_kinds_and_stores_changes_no_number(
    kinds: list[str], stores: list[str]
) -> None:
    part = {"kinds": kinds, "stores": stores}
    assert number(own_metric(written(part, unit="count"))) == Number(9)
