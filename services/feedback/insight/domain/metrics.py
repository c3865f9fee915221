"""The catalogue of metrics: what each is, and how it is made of buckets.

A number is a numerator and a denominator of whole numbers, so that every figure can be asked why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from services.feedback.insight.domain import happening
from services.feedback.insight.domain.bucket import Bucket, Totals
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.programme.domain import Text

FIRST_ORDER_DAYS = 7


class Level(StrEnum):
    """The five levels of metrics."""

    BASE = "base"
    CORE = "core"
    VALUE = "value"
    EXPERIENCE = "experience"
    BRAND = "brand"


class Unit(StrEnum):
    """What a number is: a count; a rate, told in percent; money, in minor units."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Number:
    """`numerator` ÷ `denominator`; a count is over 1."""

    numerator: int
    denominator: int = 1

    @property
    def value(self) -> float:
        """The quotient: of a rate between 0 and 1."""
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class FirstOrders:
    """Members who enrolled on a day, and those of them who ordered within 7 days."""

    enrolled: int = 0
    ordered: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What a metric of `bucket.period` is made of.

    `totals` are of the period's end. `enrolled` has members by the day of their enrolment, of the
    90 days before. `first_orders` are of the day that lies 7 days before. `today` is the local one.
    """

    bucket: Bucket
    totals: Totals
    today: date
    enrolled: Mapping[date, int] = field(default_factory=dict)
    first_orders: FirstOrders = FirstOrders()

    @property
    def period(self) -> Period:
        return self.bucket.period


Formula = Callable[[Known], Number | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """`up` is True where more is better. `grains` are those it is told for. `by_store`: it can be
    told for one store too. `version` rises when the formula changes. `proportion`: where it is a
    percentage, what stands above the line is part of what stands below."""

    code: str
    level: Level
    unit: Unit
    name: Text
    definition: Text
    formula: str
    of: Formula
    up: bool = True
    grains: tuple[Grain, ...] = tuple(Grain)
    by_store: bool = False
    version: int = 1
    proportion: bool = True


def _count(take: Callable[[Known], int]) -> Formula:
    return lambda known: Number(take(known))


def _over(above: Callable[[Known], int], below: Callable[[Known], int]) -> Formula:
    """A quotient; None where there is nothing to divide by."""

    def of(known: Known) -> Number | None:
        divisor = below(known)
        return Number(above(known), divisor) if divisor > 0 else None

    return of


def _retention(days: int) -> Formula:
    """Of those who enrolled `days` before, who were active on the day itself; None until it is
    over: a day that goes on would tell too few."""

    def of(known: Known) -> Number | None:
        if not known.period.complete(known.today):
            return None
        cohort = known.period.first - timedelta(days=days)
        size = known.enrolled.get(cohort, 0)
        return Number(known.bucket.cohorts.get(cohort, 0), size) if size else None

    return of


def _first_orders(known: Known) -> Number | None:
    if not known.period.complete(known.today) or not known.first_orders.enrolled:
        return None
    return Number(known.first_orders.ordered, known.first_orders.enrolled)


def _times(kind: str) -> Callable[[Known], int]:
    return lambda known: known.bucket.of(kind).times


def _members(kind: str) -> Callable[[Known], int]:
    return lambda known: known.bucket.of(kind).members


def _interactions(known: Known) -> int:
    kinds = known.bucket.kinds
    return sum(kinds[kind].times for kind in kinds if kind not in happening.NOT_DONE_BY_MEMBERS)


def _net(known: Known) -> int:
    return known.bucket.of(happening.ORDER).minor + known.bucket.of(happening.REFUND).minor


def _ratings(known: Known) -> int:
    return (
        known.bucket.of(happening.SATISFIED).times + known.bucket.of(happening.DISSATISFIED).times
    )


_DAYS = (Grain.DAY,)
_LONGER = (Grain.WEEK, Grain.MONTH)
_BASE, _CORE, _VALUE = Level.BASE, Level.CORE, Level.VALUE

CATALOGUE: tuple[Metric, ...] = (
    Metric(
        "members", _BASE, Unit.COUNT, Text("会员数", "Members"),
        Text(
            "到期末为止入会的会员，减去已注销与已合并的。",
            "Members who enrolled up to the end of the period, less those erased or merged.",
        ),
        "enrolments to date - leavings to date",
        _count(lambda known: known.totals.members),
    ),
    Metric(
        "new_members", _BASE, Unit.COUNT, Text("新会员", "New members"),
        Text("本期入会的会员。", "Members who enrolled in the period."),
        "enrolments",
        _count(_times(happening.ENROLMENT)),
        by_store=True,
    ),
    Metric(
        "active_members", _BASE, Unit.COUNT, Text("活跃会员", "Active members"),
        Text("本期有任何活动的会员。", "Members who did anything in the period."),
        "members with an activity",
        _count(lambda known: known.bucket.active),
    ),
    Metric(
        "interactions", _BASE, Unit.COUNT, Text("互动次数", "Interactions"),
        Text("本期会员活动的次数。", "How many activities of members the period has."),
        "activities",
        _count(_interactions),
        by_store=True,
    ),
    Metric(
        "interaction_rate", _BASE, Unit.PERCENT, Text("互动率", "Interaction rate"),
        Text("活跃会员占会员数的比例。", "Active members, of all members."),
        "active_members / members",
        _over(lambda known: known.bucket.active, lambda known: known.totals.members),
    ),
    *(
        Metric(
            f"retention_d{days}", _CORE, Unit.PERCENT,
            Text(f"{days} 日留存", f"Retention, day {days}"),
            Text(
                f"{days} 天前入会的会员中，当天活跃的比例。当天结束前不报。",
                f"Of the members who enrolled {days} days before, those active on the very day."
                " Not told before the day is over.",
            ),
            f"active on enrolment + {days} days / enrolled on that day",
            _retention(days),
            grains=_DAYS,
        )
        for days in (1, 7, 30)
    ),
    Metric(
        "conversion", _CORE, Unit.PERCENT, Text("到店转化率", "Conversion"),
        Text("到访会员中也下单的比例。", "Of the members who visited, those who ordered too."),
        "members with a visit and an order / members with a visit",
        _over(lambda known: known.bucket.visited_and_ordered, _members(happening.VISIT)),
    ),
    Metric(
        "first_order_rate_7d", _CORE, Unit.PERCENT, Text("7 日首单率", "First order in 7 days"),
        Text(
            "7 天前入会的会员中，7 天内下首单的比例。",
            "Of the members who enrolled 7 days before, those who ordered within the 7 days.",
        ),
        "ordered within 7 days / enrolled on the day 7 days before",
        _first_orders,
        grains=_DAYS,
    ),
    Metric(
        "repurchase_rate_90d", _CORE, Unit.PERCENT, Text("90 日复购率", "Repurchase in 90 days"),
        Text(
            "截至期末 90 天内有订单的会员中，订单不少于两笔的比例。",
            "Of the members with an order in the 90 days up to the period's end, those with two or"
            " more.",
        ),
        "members with two orders / members with an order, in 90 days",
        _over(lambda known: known.bucket.repeaters, lambda known: known.bucket.buyers),
        grains=_LONGER,
    ),
    Metric(
        "revenue", _VALUE, Unit.MONEY, Text("净销售额", "Net revenue"),
        Text("本期订单金额减去退款。", "What orders brought in the period, less refunds."),
        "orders - refunds",
        _count(_net),
        by_store=True,
    ),
    Metric(
        "orders", _VALUE, Unit.COUNT, Text("订单数", "Orders"),
        Text("本期的订单。", "Orders of the period."),
        "orders",
        _count(_times(happening.ORDER)),
        by_store=True,
    ),
    Metric(
        "average_order", _VALUE, Unit.MONEY, Text("客单价", "Average order"),
        Text("订单金额除以订单数。", "What orders brought, by the number of orders."),
        "order amounts / orders",
        _over(lambda known: known.bucket.of(happening.ORDER).minor, _times(happening.ORDER)),
        by_store=True,
    ),
    Metric(
        "refund_rate", _VALUE, Unit.PERCENT, Text("退款占比", "Refunds, of revenue"),
        Text("退款金额占订单金额的比例。", "What refunds took, of what orders brought."),
        "refund amounts / order amounts",
        _over(
            lambda known: -known.bucket.of(happening.REFUND).minor,
            lambda known: known.bucket.of(happening.ORDER).minor,
        ),
        up=False,
        by_store=True,
        proportion=False,  # Today's refunds are of earlier orders.
    ),
    Metric(
        "ltv", _VALUE, Unit.MONEY, Text("人均累计价值", "Value of a member to date"),
        Text(
            "到期末为止的净销售额，除以会员数。",
            "Net revenue up to the end of the period, by the number of members.",
        ),
        "revenue to date / members",
        _over(lambda known: known.totals.minor, lambda known: known.totals.members),
    ),
    Metric(
        "csat", Level.EXPERIENCE, Unit.PERCENT, Text("满意度", "Satisfaction (CSAT)"),
        Text("本期评价为 4 或 5 的比例。", "Of the ratings of the period, those of 4 or 5."),
        "ratings of 4 and 5 / ratings",
        _over(
            _times(happening.SATISFIED),
            _ratings,
        ),
    ),
    Metric(
        "feedback_items", Level.EXPERIENCE, Unit.COUNT, Text("反馈数", "Feedback taken in"),
        Text("本期收到的反馈。", "Items of feedback that came in."),
        "items",
        _count(_times(happening.FEEDBACK)),
        up=False,
        by_store=True,
    ),
    Metric(
        "shares", Level.BRAND, Unit.COUNT, Text("分享次数", "Shares"),
        Text("本期会员分享的次数。", "How often members shared content."),
        "shares",
        _count(_times("share")),
    ),
    Metric(
        "invites", Level.BRAND, Unit.COUNT, Text("邀请次数", "Invitations"),
        Text("本期会员邀请的次数。", "How often members invited somebody."),
        "invitations",
        _count(_times("invite")),
    ),
    Metric(
        "reviews", Level.BRAND, Unit.COUNT, Text("评价次数", "Reviews"),
        Text("本期会员写的评价。", "Reviews that members wrote."),
        "reviews",
        _count(_times("review")),
        by_store=True,
    ),
    Metric(
        "advocacy_share", Level.BRAND, Unit.PERCENT, Text("口碑会员占比", "Advocates"),
        Text(
            "活跃会员中分享、邀请或评价过的比例。",
            "Of the active members, those who shared, invited or reviewed.",
        ),
        "members who shared, invited or reviewed / active_members",
        _over(lambda known: known.bucket.advocates, lambda known: known.bucket.active),
    ),
)  # fmt: skip
METRICS: Mapping[str, Metric] = {each.code: each for each in CATALOGUE}
