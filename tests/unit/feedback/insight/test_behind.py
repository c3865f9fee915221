"""The members behind a number: whom each metric asks for."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.common.auth import Caller, Role
from services.common.errors import Refusal
from services.common.pagination import PageTokenInvalid
from services.feedback.insight.api import insight as api
from services.feedback.insight.commands.listing import NumberAsked, question
from services.feedback.insight.domain.behind import Doers, Found, Newcomers, Sought, cohort
from services.feedback.insight.domain.catalogue import CATALOGUE, METRICS
from services.feedback.insight.domain.own_metrics import own_metric
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.section import Insight, insight_section
from services.feedback.programme.domain import Programme
from tessera.feedback.v1 import insight_pb2 as pb

MONDAY = date(2026, 3, 2)
OWN = {
    "code": "tea_orders",
    "level": "value",
    "name": {"zh": "茶", "en": "Tea"},
    "definition": {"zh": "茶", "en": "Tea"},
    "unit": "percent",
    "numerator": {"kinds": ["order"], "stores": ["s1"]},
    "denominator": {"kinds": ["visit", "order"]},
}
SECTION = insight_section(Programme("tea", document={"insight": {"metrics": [OWN]}}))


def asked_of(code: str, grain: Grain = Grain.DAY, *, below: bool = False) -> Any:
    metric = METRICS[code]
    behind = metric.below if below else metric.above
    assert behind is not None
    return behind.of(Period(grain, MONDAY))


def test_a_figure_that_counts_nobody_in_particular_says_so() -> None:
    nobody = {each.code for each in CATALOGUE if each.above is None}
    assert nobody == {"members", "ltv", "stickiness"}


def test_a_quotient_has_members_below_its_line_unless_those_are_all_members() -> None:
    of_all = {"interaction_rate", "churn_rate"}
    quotients = {each.code for each in CATALOGUE if each.below is not None}
    told = {each.code for each in CATALOGUE if " / " in each.formula and each.above is not None}
    assert told - quotients == of_all


def test_a_week_is_asked_for_from_monday_to_sunday() -> None:
    assert asked_of("orders", Grain.WEEK) == Sought(MONDAY, date(2026, 3, 8), ("order",))


def test_retention_asks_for_those_of_the_day_who_were_active_and_for_all_of_them() -> None:
    enrolled = date(2026, 2, 23)
    assert asked_of("retention_d7") == Sought(MONDAY, MONDAY, (), enrolled=enrolled)
    assert asked_of("retention_d7", below=True) == Sought(enrolled, enrolled, ("enrolment",))


def test_a_cohort_is_asked_for_as_its_retention() -> None:
    enrolled = date(2026, 2, 23)
    assert cohort(enrolled, 7) == asked_of("retention_d7")
    assert cohort(enrolled, 0) == asked_of("retention_d7", below=True)


def test_repurchase_looks_back_90_days_for_two_orders() -> None:
    sunday = date(2026, 3, 8)
    found = asked_of("repurchase_rate_90d", Grain.WEEK)
    assert (found.last, (sunday - found.first).days, found.least) == (sunday, 89, 2)
    assert asked_of("repurchase_rate_90d", Grain.WEEK, below=True).least == 1


def test_first_orders_are_of_those_who_enrolled_seven_days_before() -> None:
    enrolled = date(2026, 2, 23)
    assert asked_of("first_order_rate_7d") == Newcomers(enrolled, 7)
    assert asked_of("first_order_rate_7d", below=True) == Newcomers(enrolled)


def test_a_figure_of_the_brand_asks_for_its_kinds_at_its_stores() -> None:
    metric = own_metric(OWN)
    assert metric.above == Doers(("order",), stores=("s1",))
    assert metric.below == Doers(("visit", "order"))


class Context(SimpleNamespace):
    """The section in memory."""

    async def section(self, brand: str) -> Insight:
        return SECTION

    async def today(self, brand: str) -> date:
        return MONDAY


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (NumberAsked("nothing", Grain.DAY, MONDAY), "METRIC_NOT_FOUND"),
        (NumberAsked("members", Grain.DAY, MONDAY), "METRIC_WITHOUT_MEMBERS"),
        (NumberAsked("churn_rate", Grain.DAY, MONDAY, below=True), "METRIC_WITHOUT_MEMBERS"),
        (NumberAsked("retention_d1", Grain.WEEK, MONDAY), "INVALID_ARGUMENT"),
        (NumberAsked("ltv", Grain.DAY, MONDAY, "s1"), "INVALID_ARGUMENT"),
        (NumberAsked("tea_orders", Grain.DAY, MONDAY, "s1"), "INVALID_ARGUMENT"),
    ],
)
async def test_a_number_without_members_is_refused(asked: NumberAsked, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        await question(cast(Any, Context()), "tea", asked)
    assert refused.value.reason == reason


async def test_a_store_of_a_figure_that_is_told_by_store_is_asked_for() -> None:
    asked = NumberAsked("orders", Grain.DAY, MONDAY, "s1")
    assert await question(cast(Any, Context()), "tea", asked) == Sought(
        MONDAY, MONDAY, ("order",), stores=("s1",)
    )


class Happenings:
    """Three members, by their ids."""

    async def behind(self, brand: str, asked: Any, after: str, most: int) -> list[Found]:
        return [Found(each) for each in ("mem_1", "mem_2", "mem_3") if each > after][:most]


def servicer(monkeypatch: pytest.MonkeyPatch) -> api.InsightServicer:
    operator = Caller("tea", "ann", Role.OPERATOR, None)
    monkeypatch.setattr(api, "current_caller", lambda: operator)
    return api.InsightServicer(cast(Any, Context(happenings=Happenings())), b"k")


def orders(store_id: str = "") -> pb.MetricPlace:
    return pb.MetricPlace(metric="orders", day="2026-03-02", store_id=store_id)


async def test_pages_follow_each_other_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    serves, none = servicer(monkeypatch), cast(Any, None)
    first = await serves.ListMetricMembers(
        pb.ListMetricMembersRequest(metric=orders(), page_size=2), none
    )
    assert [each.member_id for each in first.members] == ["mem_1", "mem_2"]
    rest = pb.ListMetricMembersRequest(metric=orders(), page_token=first.next_page_token)
    last = await serves.ListMetricMembers(rest, none)
    assert [each.member_id for each in last.members] == ["mem_3"]
    assert not last.next_page_token
    rest.metric.CopyFrom(orders("s1"))
    with pytest.raises(PageTokenInvalid):
        await serves.ListMetricMembers(rest, none)


@pytest.mark.parametrize(
    "bad",
    [
        pb.ListMetricMembersRequest(),
        pb.ListMetricMembersRequest(metric=pb.MetricPlace(metric="orders")),
        pb.ListMetricMembersRequest(metric=pb.MetricPlace(metric="orders", day="2026-02-30")),
        pb.ListMetricMembersRequest(
            metric=pb.MetricPlace(metric="orders", day="2026-03-02", part=cast(Any, 9))
        ),
        pb.ListMetricMembersRequest(cohort=pb.CohortPlace(day="2026-03-02", after=91)),
        pb.ListMetricMembersRequest(cohort=pb.CohortPlace(day="2026-03-02", after=-1)),
        pb.ListMetricMembersRequest(metric=orders(), page_size=-1),
    ],
)
async def test_a_number_that_cannot_be_asked_for_is_refused(
    bad: pb.ListMetricMembersRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal) as refused:
        await servicer(monkeypatch).ListMetricMembers(bad, cast(Any, None))
    assert refused.value.reason == "INVALID_ARGUMENT"
