"""One thing that a member did, as insight counts it."""

from dataclasses import dataclass
from datetime import datetime

ENROLMENT = "enrolment"
LEAVING = "leaving"
"""A member was erased, or merged into another."""
RETURNING = "returning"
"""A member's merge was undone."""
LOST = "lost"
"""A member came to the last level of activity."""
OPT_OUT = "opt_out"
"""A member said no to marketing, whether they had agreed before or not."""
REFERRAL, REFERRAL_REVERSED = "referral", "referral_reversed"
"""Of the inviter: a referral counts, and counts no more."""
FEEDBACK = "feedback"
COMPLAINT = "complaint"
"""Feedback that complains of an issue."""
NEGATIVE, NOT_NEGATIVE = "negative", "not_negative"
"""Feedback by its sentiment."""
SATISFIED = "satisfied"
DISSATISFIED = "dissatisfied"
ANSWERED_IN_TIME, ANSWERED_LATE = "answered_in_time", "answered_late"
"""Feedback by its first response; of one that nobody answers, once its time is over."""
RESOLVED_IN_TIME, RESOLVED_LATE = "resolved_in_time", "resolved_late"
"""Feedback by its first resolution; of one that nobody resolves, once its time is over."""
PROMOTER, PASSIVE, DETRACTOR = "promoter", "passive", "detractor"
"""Answers to surveys of the kind NPS: from 9, from 7, and below."""
SURVEY_SATISFIED, SURVEY_DISSATISFIED = "survey_satisfied", "survey_dissatisfied"
"""Answers to surveys of the kind CSAT: from 4, and below."""
TOUCH, MARKETING_TOUCH = "touch", "marketing_touch"
"""A message that was handed to its channel: for service or a survey, and for marketing."""
DELIVERED = "delivered"
"""A message of either that arrived."""
FROM_MEMBERS = frozenset({ENROLMENT, LOST, OPT_OUT, REFERRAL, REFERRAL_REVERSED})
FROM_FEEDBACK = frozenset(
    {
        *(FEEDBACK, COMPLAINT, NEGATIVE, NOT_NEGATIVE, SATISFIED, DISSATISFIED),
        *(ANSWERED_IN_TIME, ANSWERED_LATE, RESOLVED_IN_TIME, RESOLVED_LATE),
        *(PROMOTER, PASSIVE, DETRACTOR, SURVEY_SATISFIED, SURVEY_DISSATISFIED),
        *(TOUCH, MARKETING_TOUCH, DELIVERED),
    }
)
NOT_DONE_BY_MEMBERS = FROM_MEMBERS | FROM_FEEDBACK | {LEAVING, RETURNING}
"""Happenings that do not make a member active."""
ADVOCACY = ("share", "invite", "review")
"""By these a member speaks for the brand."""
SERIES_MAX = 20
"""Of an order with more series, so many are kept."""
ORDER, REFUND, VISIT = "order", "refund", "visit"


@dataclass(frozen=True, slots=True)
class Happening:
    """`kind` is the type of an activity in lower case, or one of the words above.

    `minor` is money in minor units: what an order brought, or, below 0, what a refund took.
    `member_id` is "" where nobody is known.
    """

    id: str
    brand: str
    member_id: str
    kind: str
    at: datetime
    minor: int = 0
    store_id: str = ""
    channel: str = ""
    order: str = ""
    """Of orders and refunds: the channel that sold it, a slash, its number there."""
    source: str = ""
    """Of an enrolment: the source of the member's origin."""
    series: tuple[str, ...] = ()
    """Of orders: the series of its lines, each once and in order; of others that of their article.
    """
    content: str = ""
    """The id of the content that it is about."""
    read_percent: int = 0
    """Of views: the part of the content that was read or seen."""


@dataclass(frozen=True, slots=True)
class Move:
    """A merge: happenings of `old` count for `survivor` from now on; undone, for `old` again."""

    brand: str
    merge_id: str
    old: str
    survivor: str
    at: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """A member was erased: the happenings stay, with an id that names nobody."""

    brand: str
    member_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone of a brand's days, from now on."""

    brand: str
    name: str


Change = Happening | Move | Leave | Zone
