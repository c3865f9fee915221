"""An offer: a member is asked to answer a survey until an instant."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.feedback.surveys.domain.member import FATIGUE, KnownMember, point_of
from services.feedback.surveys.domain.reply import Reply
from services.feedback.surveys.domain.section import On, Survey

FRESH = timedelta(days=3)
"""What happened longer ago leads to no offer: a follower that begins anew asks about no old
order."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on which a member may be asked. `key` names it, so that it leads to one offer."""

    brand: str
    member_id: str
    on: On
    key: str
    at: datetime
    store_id: str = ""
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """`replies` are those of an answer that is not complete. Of an anonymous survey `answered_at`
    is the beginning of the day."""

    id: str
    member_id: str
    survey: str
    offered_at: datetime
    expires_at: datetime
    store_id: str = ""
    replies: tuple[Reply, ...] = ()
    answered_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        return now >= self.expires_at


@dataclass(frozen=True, slots=True)
class Untold:
    """An answered offer that members does not know of yet."""

    brand: str
    offer: Offer
    kind: str


class OfferNotFound(Exception):
    """The member has no such offer."""

    reason = "SURVEY_OFFER_NOT_FOUND"
    field = "offer_id"


class SurveyExpired(Exception):
    """The time for the answer is over, or the survey is closed or gone."""

    reason = "SURVEY_EXPIRED"

    def __init__(self, survey: str) -> None:
        super().__init__(survey)
        self.metadata = {"survey": survey}


class SurveyAnswered(Exception):
    """The offer is answered already."""

    reason = "SURVEY_ANSWERED"

    def __init__(self, survey: str) -> None:
        super().__init__(survey)
        self.metadata = {"survey": survey}


class KeepsNoPart(Exception):
    """Replies that are kept beside the member's id would not be anonymous."""

    reason = "SURVEY_ANONYMOUS"
    field = "complete"


def offer_of(survey: Survey, happening: Happening, now: datetime) -> Offer:
    """The one offer that `happening` may lead to."""
    named = f"{happening.brand}/{survey.code}/{happening.member_id}/{happening.key}"
    return Offer(
        id=f"svo_{hashlib.sha256(named.encode()).hexdigest()[:32]}",
        member_id=happening.member_id,
        survey=survey.code,
        offered_at=now,
        expires_at=now + timedelta(days=survey.days_to_answer),
        store_id=happening.store_id,
    )


def may_be_asked(
    survey: Survey, member: KnownMember, latest: Iterable[datetime], now: datetime
) -> bool:
    """Whether the member may get an offer of `survey`; `latest`: when it was offered before."""
    if member.erased or member.refuses:
        return False
    if member.asked_at is not None and now < member.asked_at + FATIGUE:
        return False
    again = survey.again_after_days
    return all(again is not None and now >= at + timedelta(days=again) for at in latest)


def is_drawn(survey: Survey, happening: Happening) -> bool:
    """Whether `happening` is among the `percent` that lead to an offer: the same at each look."""
    return point_of(f"{survey.code}/{happening.key}/{happening.member_id}") % 100 < survey.percent
