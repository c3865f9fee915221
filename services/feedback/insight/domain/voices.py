"""What members say, as metrics: the levels of experience and of the brand."""

from services.feedback.insight.domain.behind import ACTIVE, doers
from services.feedback.insight.domain.formulas import count, nps, over, part, times
from services.feedback.insight.domain.happening import (
    ADVOCACY,
    ANSWERED_IN_TIME,
    ANSWERED_LATE,
    COMPLAINT,
    DETRACTOR,
    DISSATISFIED,
    FEEDBACK,
    NEGATIVE,
    NOT_NEGATIVE,
    ORDER,
    PASSIVE,
    PROMOTER,
    REFERRAL,
    REFERRAL_REVERSED,
    RESOLVED_IN_TIME,
    RESOLVED_LATE,
    SATISFIED,
    SURVEY_DISSATISFIED,
    SURVEY_SATISFIED,
)
from services.feedback.insight.domain.metrics import Level, Metric, Unit
from services.feedback.programme.domain import Text

_EXPERIENCE, _BRAND = Level.EXPERIENCE, Level.BRAND

VOICES: tuple[Metric, ...] = (
    Metric(
        "csat", _EXPERIENCE, Unit.PERCENT, Text("满意度", "Satisfaction (CSAT)"),
        Text("本期评价为 4 或 5 的比例。", "Of the ratings of the period, those of 4 or 5."),
        "ratings of 4 and 5 / ratings",
        part(SATISFIED, (SATISFIED, DISSATISFIED)),
        above=doers(SATISFIED),
        below=doers(SATISFIED, DISSATISFIED),
    ),
    Metric(
        "feedback_items", _EXPERIENCE, Unit.COUNT, Text("反馈数", "Feedback taken in"),
        Text("本期收到的反馈。", "Items of feedback that came in."),
        "items",
        count(times(FEEDBACK)),
        up=False,
        by_store=True,
        above=doers(FEEDBACK),
    ),
    Metric(
        "nps", _EXPERIENCE, Unit.PERCENT, Text("净推荐值", "Net promoter score (NPS)"),
        Text(
            "NPS 问卷的实名答卷中，9–10 分的比例减去 0–6 分的比例；-100 % 至 100 %。",
            "Of the named answers to NPS surveys, those of 9 and 10 less those of 0 to 6: from"
            " -100 % to 100 %.",
        ),
        "(promoters - detractors) / answers",
        nps,
        proportion=False,
        above=doers(PROMOTER, DETRACTOR),
        below=doers(PROMOTER, PASSIVE, DETRACTOR),
    ),
    Metric(
        "survey_csat", _EXPERIENCE, Unit.PERCENT, Text("问卷满意度", "Satisfaction in surveys"),
        Text(
            "满意度问卷的实名答卷中，4 分或 5 分的比例。",
            "Of the named answers to surveys of satisfaction, those of 4 or 5.",
        ),
        "answers of 4 and 5 / answers",
        part(SURVEY_SATISFIED, (SURVEY_SATISFIED, SURVEY_DISSATISFIED)),
        on_board=False,
        above=doers(SURVEY_SATISFIED),
        below=doers(SURVEY_SATISFIED, SURVEY_DISSATISFIED),
    ),
    Metric(
        "first_response_in_time", _EXPERIENCE, Unit.PERCENT,
        Text("首次响应及时率", "First responses in time"),
        Text(
            "本期首次响应的反馈中，在时限内的比例；超时未响应的计为不及时。",
            "Of the feedback that a person answered first in the period, what was in time; what"
            " nobody answered is late once its time is over.",
        ),
        "first responses in time / first responses and those due",
        part(ANSWERED_IN_TIME, (ANSWERED_IN_TIME, ANSWERED_LATE)),
        by_store=True,
        above=doers(ANSWERED_IN_TIME),
        below=doers(ANSWERED_IN_TIME, ANSWERED_LATE),
    ),
    Metric(
        "resolution_in_time", _EXPERIENCE, Unit.PERCENT,
        Text("解决及时率", "Resolved in time"),
        Text(
            "本期首次解决的反馈中，在时限内的比例；超时未解决的计为不及时。",
            "Of the feedback that was resolved first in the period, what was in time; what nobody"
            " resolved is late once its time is over.",
        ),
        "first resolutions in time / first resolutions and those due",
        part(RESOLVED_IN_TIME, (RESOLVED_IN_TIME, RESOLVED_LATE)),
        by_store=True,
        above=doers(RESOLVED_IN_TIME),
        below=doers(RESOLVED_IN_TIME, RESOLVED_LATE),
    ),
    Metric(
        "negative_share", _EXPERIENCE, Unit.PERCENT, Text("负面反馈占比", "Negative feedback"),
        Text(
            "本期收到且判断了情感的反馈中，负面的比例。",
            "Of the feedback that came in and whose sentiment is known, what is negative.",
        ),
        "negative items / items with a sentiment",
        part(NEGATIVE, (NEGATIVE, NOT_NEGATIVE)),
        up=False,
        by_store=True,
        on_board=False,
        above=doers(NEGATIVE),
        below=doers(NEGATIVE, NOT_NEGATIVE),
    ),
    Metric(
        "complaint_rate", _EXPERIENCE, Unit.PERCENT, Text("客诉率", "Complaints by order"),
        Text(
            "本期投诉具体问题的反馈，除以订单数。",
            "Feedback that complains of an issue, by the orders of the period.",
        ),
        "items that complain / orders",
        over(times(COMPLAINT), times(ORDER)),
        up=False,
        by_store=True,
        proportion=False,
        on_board=False,
        above=doers(COMPLAINT),
        below=doers(ORDER),
    ),
    Metric(
        "shares", _BRAND, Unit.COUNT, Text("分享次数", "Shares"),
        Text("本期会员分享的次数。", "How often members shared content."),
        "shares",
        count(times("share")),
        above=doers("share"),
    ),
    Metric(
        "invites", _BRAND, Unit.COUNT, Text("邀请次数", "Invitations"),
        Text("本期会员邀请的次数。", "How often members invited somebody."),
        "invitations",
        count(times("invite")),
        above=doers("invite"),
    ),
    Metric(
        "reviews", _BRAND, Unit.COUNT, Text("评价次数", "Reviews"),
        Text("本期会员写的评价。", "Reviews that members wrote."),
        "reviews",
        count(times("review")),
        by_store=True,
        above=doers("review"),
    ),
    Metric(
        "advocacy_share", _BRAND, Unit.PERCENT, Text("口碑会员占比", "Advocates"),
        Text(
            "活跃会员中分享、邀请或评价过的比例。",
            "Of the active members, those who shared, invited or reviewed.",
        ),
        "members who shared, invited or reviewed / active_members",
        over(lambda known: known.bucket.advocates, lambda known: known.bucket.active),
        above=doers(*ADVOCACY),
        below=ACTIVE,
    ),
    Metric(
        "referrals", _BRAND, Unit.COUNT, Text("有效推荐", "Referrals that count"),
        Text(
            "本期生效的推荐，减去失效的。",
            "Referrals that came to count in the period, less those that count no more.",
        ),
        "referrals - referrals reversed",
        count(lambda known: times(REFERRAL)(known) - times(REFERRAL_REVERSED)(known)),
        on_board=False,
        above=doers(REFERRAL, REFERRAL_REVERSED),
    ),
    Metric(
        "promoters_share", _BRAND, Unit.PERCENT, Text("推荐者占比", "Promoters"),
        Text(
            "NPS 问卷的实名答卷中，9–10 分的比例。",
            "Of the named answers to NPS surveys, those of 9 and 10.",
        ),
        "promoters / answers",
        part(PROMOTER, (PROMOTER, PASSIVE, DETRACTOR)),
        on_board=False,
        above=doers(PROMOTER),
        below=doers(PROMOTER, PASSIVE, DETRACTOR),
    ),
)  # fmt: skip
