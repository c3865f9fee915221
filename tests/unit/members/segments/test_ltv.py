"""What a member of a segment is worth over 365 days."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.lifecycle.domain.activation import ActivationRule
from services.members.lifecycle.domain.lifecycle import Stage
from services.members.lifecycle.domain.section import LifecycleSection
from services.members.segments.api.ltv_messages import from_ltv
from services.members.segments.domain.ltv import SegmentLtv, StageInputs, half_up
from services.members.tiers.domain.daily_totals import DailyTotals
from tessera.members.v1 import segments_pb2 as pb

TODAY = date(2026, 3, 2)
NO_ACTIVATION = ActivationRule(frozenset(), {})
SECTION = LifecycleSection(
    *(3, 365, frozenset({ActivityType.SHARE}), 1, 30, 60, 180), NO_ACTIVATION, "key"
)


def facts(orders: int, spent_minor: int, days_ago: int = 10) -> Facts:
    day = TODAY - timedelta(days=days_ago)
    return Facts(
        orders=DailyTotals(orders, {day: orders}),
        spent=DailyTotals(spent_minor, {day: spent_minor}),
    )


def test_the_published_example_comes_to_60_yuan() -> None:
    stages = {
        Stage.PURCHASE: StageInputs(members=80, orders=160, spent_minor=960_000, kept=40),
        Stage.LOYALTY: StageInputs(members=20, orders=120, spent_minor=960_000, kept=15),
    }
    ltv = SegmentLtv(TODAY, members=200, counted=200, stages=stages)
    message = from_ltv(ltv, "CNY", pb.Freshness())
    told = [
        (
            each.conversion_permille,
            each.average_order_minor,
            each.frequency_thousandths,
            each.retention_permille,
            each.value_minor,
        )
        for each in message.stages
    ]
    assert told == [(400, 6_000, 2_000, 500, 2_400), (100, 8_000, 6_000, 750, 3_600)]
    assert message.ltv_minor == 6_000


def test_the_sum_is_rounded_once_and_stages_apart() -> None:
    stages = {
        Stage.PURCHASE: StageInputs(members=1, orders=1, spent_minor=1, kept=1),
        Stage.LOYALTY: StageInputs(members=1, orders=3, spent_minor=1, kept=1),
    }
    ltv = SegmentLtv(TODAY, members=4, counted=4, stages=stages)
    assert ltv.value == Fraction(1, 2)
    message = from_ltv(ltv, "CNY", pb.Freshness())
    assert ([each.value_minor for each in message.stages], message.ltv_minor) == ([0, 0], 1)
    assert [half_up(Fraction(n, 2)) for n in (-1, 1, 3)] == [0, 1, 2]


def test_a_segment_without_members_or_orders_is_worth_nothing() -> None:
    ltv = SegmentLtv(TODAY)
    assert ltv.value == 0
    ltv.count(None, None, SECTION)
    ltv.count(facts(1, 500, days_ago=365), TODAY, SECTION)
    assert (ltv.counted, ltv.stages[Stage.PURCHASE].members) == (2, 0)
    assert ltv.value == 0


@pytest.mark.parametrize(
    ("orders", "shared", "section", "stage"),
    [
        (2, 0, SECTION, Stage.PURCHASE),
        (3, 0, SECTION, Stage.LOYALTY),
        (1, 1, SECTION, Stage.LOYALTY),
        (1, 0, None, Stage.PURCHASE),
        (2, 0, None, Stage.LOYALTY),
    ],
)
def test_a_buyer_counts_for_one_stage(
    orders: int, shared: int, section: LifecycleSection | None, stage: Stage
) -> None:
    known = facts(orders, orders * 100)
    known.done[ActivityType.SHARE] = shared
    ltv = SegmentLtv(TODAY)
    ltv.count(known, TODAY, section)
    counted = {each for each, inputs in ltv.stages.items() if inputs.members}
    assert counted == {stage}
    inputs = ltv.stages[stage]
    assert (inputs.orders, inputs.spent_minor, inputs.kept) == (orders, orders * 100, 1)


def test_who_was_not_seen_lately_is_not_kept() -> None:
    for section, days in ((SECTION, 60), (None, 90)):
        ltv = SegmentLtv(TODAY)
        for ago in (days - 1, days):
            ltv.count(facts(1, 100), TODAY - timedelta(days=ago), section)
        assert (ltv.stages[Stage.PURCHASE].members, ltv.stages[Stage.PURCHASE].kept) == (2, 1)


def test_more_given_back_than_paid_counts_as_nothing() -> None:
    ltv = SegmentLtv(TODAY)
    ltv.count(facts(1, -500), TODAY, SECTION)
    assert ltv.value == 0
