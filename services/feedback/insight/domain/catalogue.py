"""The catalogue of metrics: those that every brand has."""

from collections.abc import Mapping

from services.feedback.insight.domain import happening
from services.feedback.insight.domain.behind import (
    ACTIVE,
    FirstBuyers,
    all_of,
    buyers,
    doers,
    retained,
)
from services.feedback.insight.domain.formulas import (
    count,
    first_orders,
    interactions,
    members,
    net,
    over,
    retention,
    stickiness,
    times,
)
from services.feedback.insight.domain.metrics import FIRST_ORDER_DAYS, Level, Metric, Unit
from services.feedback.insight.domain.period import Grain
from services.feedback.insight.domain.voices import VOICES
from services.feedback.programme.domain import Text

TOUCHES = (happening.TOUCH, happening.MARKETING_TOUCH)
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
        count(lambda known: known.totals.members),
    ),
    Metric(
        "new_members", _BASE, Unit.COUNT, Text("新会员", "New members"),
        Text("本期入会的会员。", "Members who enrolled in the period."),
        "enrolments",
        count(times(happening.ENROLMENT)),
        by_store=True,
        above=doers(happening.ENROLMENT),
    ),
    Metric(
        "active_members", _BASE, Unit.COUNT, Text("活跃会员", "Active members"),
        Text("本期有任何活动的会员。", "Members who did anything in the period."),
        "members with an activity",
        count(lambda known: known.bucket.active),
        above=ACTIVE,
    ),
    Metric(
        "interactions", _BASE, Unit.COUNT, Text("互动次数", "Interactions"),
        Text("本期会员活动的次数。", "How many activities of members the period has."),
        "activities",
        count(interactions),
        by_store=True,
        above=ACTIVE,
    ),
    Metric(
        "interaction_rate", _BASE, Unit.PERCENT, Text("互动率", "Interaction rate"),
        Text("活跃会员占会员数的比例。", "Active members, of all members."),
        "active_members / members",
        over(lambda known: known.bucket.active, lambda known: known.totals.members),
        above=ACTIVE,
    ),
    Metric(
        "touches", _BASE, Unit.COUNT, Text("触达次数", "Messages"),
        Text(
            "本期发给会员的消息，不含未通过检查的。",
            "Messages that went out to members in the period.",
        ),
        "messages of all purposes that were handed over",
        count(times(*TOUCHES)),
        above=doers(*TOUCHES),
    ),
    Metric(
        "delivered_rate", _BASE, Unit.PERCENT, Text("送达率", "Delivered"),
        Text(
            "本期送达的消息，占发出消息的比例；不回执的渠道没有送达。",
            "Messages that arrived in the period, of those that went out; a channel without"
            " receipts tells of none.",
        ),
        "messages that arrived / touches",
        over(times(happening.DELIVERED), times(*TOUCHES)),
        proportion=False,  # What arrives today may have gone out yesterday.
        on_board=False,
        above=doers(happening.DELIVERED),
        below=doers(*TOUCHES),
    ),
    Metric(
        "open_rate", _BASE, Unit.PERCENT, Text("打开率", "Opened"),
        Text(
            "本期会员打开消息的次数，占送达消息的比例。",
            "How often members opened messages, of those that arrived in the period.",
        ),
        "messages opened / messages that arrived",
        over(times("message_open"), times(happening.DELIVERED)),
        proportion=False,
        on_board=False,
        above=doers("message_open"),
        below=doers(happening.DELIVERED),
    ),
    Metric(
        "opt_out_rate", _BASE, Unit.PERCENT, Text("退订率", "Opted out"),
        Text(
            "本期对营销授权说“不”（撤回或拒绝）的会员，占收到营销消息会员的比例。",
            "Members who said no to marketing (withdrew or declined), of those who were sent it.",
        ),
        "members who said no / members with a marketing message",
        over(members(happening.OPT_OUT), members(happening.MARKETING_TOUCH)),
        up=False,
        proportion=False,  # Whoever says no need not have got one in the period.
        above=doers(happening.OPT_OUT),
        below=doers(happening.MARKETING_TOUCH),
    ),
    Metric(
        "stickiness", _BASE, Unit.PERCENT, Text("日活占比", "Stickiness (DAU/MAU)"),
        Text(
            "日均活跃会员占本期活跃会员的比例；按月即 DAU/MAU。本期结束前不报。",
            "Active members of a mean day, of those of the period: by month it is DAU/MAU. Not told"
            " before the period is over.",
        ),
        "active members by day, on average / active_members",
        stickiness,
        grains=_LONGER,
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
            retention(days),
            grains=_DAYS,
            above=retained(days)[0],
            below=retained(days)[1],
        )
        for days in (1, 7, 30)
    ),
    Metric(
        "conversion", _CORE, Unit.PERCENT, Text("到店转化率", "Conversion"),
        Text("到访会员中也下单的比例。", "Of the members who visited, those who ordered too."),
        "members with a visit and an order / members with a visit",
        over(lambda known: known.bucket.visited_and_ordered, members(happening.VISIT)),
        above=all_of(happening.VISIT, happening.ORDER),
        below=doers(happening.VISIT),
    ),
    Metric(
        "first_order_rate_7d", _CORE, Unit.PERCENT, Text("7 日首单率", "First order in 7 days"),
        Text(
            "7 天前入会的会员中，7 天内下首单的比例。",
            "Of the members who enrolled 7 days before, those who ordered within the 7 days.",
        ),
        "ordered within 7 days / enrolled on the day 7 days before",
        first_orders,
        grains=_DAYS,
        above=FirstBuyers(FIRST_ORDER_DAYS, ordered=True),
        below=FirstBuyers(FIRST_ORDER_DAYS, ordered=False),
    ),
    Metric(
        "repurchase_rate_90d", _CORE, Unit.PERCENT, Text("90 日复购率", "Repurchase in 90 days"),
        Text(
            "截至期末 90 天内有订单的会员中，订单不少于两笔的比例。",
            "Of the members with an order in the 90 days up to the period's end, those with two or"
            " more.",
        ),
        "members with two orders / members with an order, in 90 days",
        over(lambda known: known.bucket.repeaters, lambda known: known.bucket.buyers),
        grains=_LONGER,
        above=buyers(2),
        below=buyers(1),
    ),
    Metric(
        "churn_rate", _CORE, Unit.PERCENT, Text("流失率", "Churn"),
        Text(
            "本期进入流失级别的会员，占会员数的比例。",
            "Members who came to the level of the lost, of all members.",
        ),
        "members who were lost / members",
        over(members(happening.LOST), lambda known: known.totals.members),
        up=False,
        on_board=False,
        above=doers(happening.LOST),
    ),
    Metric(
        "revenue", _VALUE, Unit.MONEY, Text("净销售额", "Net revenue"),
        Text("本期订单金额减去退款。", "What orders brought in the period, less refunds."),
        "orders - refunds",
        count(net),
        by_store=True,
        above=doers(happening.ORDER, happening.REFUND),
    ),
    Metric(
        "orders", _VALUE, Unit.COUNT, Text("订单数", "Orders"),
        Text("本期的订单。", "Orders of the period."),
        "orders",
        count(times(happening.ORDER)),
        by_store=True,
        above=doers(happening.ORDER),
    ),
    Metric(
        "average_order", _VALUE, Unit.MONEY, Text("客单价", "Average order"),
        Text("订单金额除以订单数。", "What orders brought, by the number of orders."),
        "order amounts / orders",
        over(lambda known: known.bucket.of(happening.ORDER).minor, times(happening.ORDER)),
        by_store=True,
        above=doers(happening.ORDER),
        below=doers(happening.ORDER),
    ),
    Metric(
        "refund_rate", _VALUE, Unit.PERCENT, Text("退款占比", "Refunds, of revenue"),
        Text("退款金额占订单金额的比例。", "What refunds took, of what orders brought."),
        "refund amounts / order amounts",
        over(
            lambda known: -known.bucket.of(happening.REFUND).minor,
            lambda known: known.bucket.of(happening.ORDER).minor,
        ),
        up=False,
        by_store=True,
        proportion=False,  # Today's refunds are of earlier orders.
        above=doers(happening.REFUND),
        below=doers(happening.ORDER),
    ),
    Metric(
        "ltv", _VALUE, Unit.MONEY, Text("人均累计价值", "Value of a member to date"),
        Text(
            "到期末为止的净销售额，除以会员数。",
            "Net revenue up to the end of the period, by the number of members.",
        ),
        "revenue to date / members",
        over(lambda known: known.totals.minor, lambda known: known.totals.members),
    ),
    *VOICES,
)  # fmt: skip
METRICS: Mapping[str, Metric] = {each.code: each for each in CATALOGUE}
