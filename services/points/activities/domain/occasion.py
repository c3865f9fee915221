"""Occasions as activities: an enrolment, a birthday, an anniversary. Members tells them.

An occasion has no channel, so no channel's activity ever has its name; it is named by its kind, its
year and the member, so it is awarded once, however often it is told.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType

NO_CHANNEL = ""
CHANNEL_LABEL = "channel"
YEARS_LABEL = "years"


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
