"""Occasions as activities: an enrolment, a birthday, a referral and so on. Members tells them.

An occasion has no channel, so no channel's activity ever has its name; it is named by its kind, its
year and the member, so it is awarded once, however often it is told.

A referral is an occasion of the inviter and one of the invitee. What it gave goes back when the
friend's orders do: so each is kept as an order of one unit of no currency, whose refund takes it
back by the programme's policy of refunds.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from services.points.activities.domain.activity import Activity, Order
from services.points.activities.domain.activity_type import ActivityType

NO_CHANNEL = ""
CHANNEL_LABEL = "channel"
YEARS_LABEL = "years"
NUMBER_LABEL = "number"
KIND_LABEL = "kind"
MONTH_NUMBER_LABEL = "month_number"
NO_CURRENCY = "XXX"
"""ISO 4217: no currency is involved."""


class Occasion(NamedTuple):
    """`key`: the kind and the year, e.g. birthday/2026. `years` since what is remembered, or 0."""

    type: ActivityType
    key: str
    years: int = 0


def enrolment(brand: str, member_id: str, at: datetime, channel: str) -> Activity:
    """The enrolment `at` that time; its label `channel` names who enrolled the member."""
    return Activity(
        brand=brand,
        channel=NO_CHANNEL,
        event_id=f"{ActivityType.ENROLMENT}/{member_id}",
        member_id=member_id,
        type=ActivityType.ENROLMENT,
        occurred_at=at,
        labels={CHANNEL_LABEL: channel} if channel else {},
    )


def of_occasion(brand: str, member_id: str, occasion: Occasion, begins_at: datetime) -> Activity:
    """The occasion, kept on the day that begins at `begins_at`.

    The label `years` of an anniversary says how many years it is.
    """
    return Activity(
        brand=brand,
        channel=NO_CHANNEL,
        event_id=f"{occasion.key}/{member_id}",
        member_id=member_id,
        type=occasion.type,
        occurred_at=begins_at,
        labels={YEARS_LABEL: str(occasion.years)} if occasion.years else {},
    )


class Side(NamedTuple):
    """One side of a referral: REFERRAL is the inviter's, INVITED the invitee's; `round` counts how
    often the referral came to count."""

    type: ActivityType
    referral_id: str
    round: int

    @property
    def key(self) -> str:
        return f"{self.type}/{self.referral_id}/{self.round}"


def of_referral(
    brand: str, member_id: str, side: Side, at: datetime, number: int, month_number: int
) -> Activity:
    """The referral that counts from `at` on.

    The labels say the how-manieth it is of the inviter's, ever and in the local month.
    """
    return Activity(
        brand=brand,
        channel=NO_CHANNEL,
        event_id=side.key,
        member_id=member_id,
        type=side.type,
        occurred_at=at,
        order=_unit_of(side),
        labels={NUMBER_LABEL: str(number), MONTH_NUMBER_LABEL: str(month_number)},
    )


def of_reversal(brand: str, member_id: str, side: Side, at: datetime) -> Activity:
    """The referral, which counts no more."""
    return Activity(
        brand=brand,
        channel=NO_CHANNEL,
        event_id=f"{side.key}/reversed",
        member_id=member_id,
        type=ActivityType.REFUND,
        occurred_at=at,
        order=_unit_of(side),
    )


def _unit_of(side: Side) -> Order:
    return Order(order_id=side.key, currency=NO_CURRENCY, total_minor=1)


class GroupNews(NamedTuple):
    """What is told of a member in a group of `kind`; `key` names it among others of its type."""

    type: ActivityType
    kind: str
    key: str


def of_group(
    brand: str, member_id: str, news: GroupNews, at: datetime, store_id: str = ""
) -> Activity:
    """The news of a member in a group, with its kind as the label `kind`."""
    return Activity(
        brand=brand,
        channel=NO_CHANNEL,
        event_id=f"{news.type}/{news.kind}/{news.key}/{member_id}",
        member_id=member_id,
        type=news.type,
        occurred_at=at,
        store_id=store_id,
        labels={KIND_LABEL: news.kind},
    )
