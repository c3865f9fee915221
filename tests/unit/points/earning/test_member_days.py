"""Member days: when they are, and how conditions see them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.points.earning.domain.award import judge
from services.points.earning.domain.member_days import MemberDay
from tests.activities import activity, tea

SPRING = frozenset({date(2026, 3, 2)})


@pytest.mark.parametrize(
    ("day", "member_day", "expected"),
    [
        (date(2026, 3, 2), MemberDay("a", weekday=1), True),
        (date(2026, 3, 3), MemberDay("a", weekday=1), False),
        (date(2026, 3, 28), MemberDay("a", day_of_month=28), True),
        (date(2026, 2, 28), MemberDay("a", day_of_month=31), True),
        (date(2026, 4, 30), MemberDay("a", day_of_month=31), True),
        (date(2026, 3, 30), MemberDay("a", day_of_month=31), False),
        (date(2026, 3, 2), MemberDay("a", dates=SPRING), True),
        (date(2027, 3, 2), MemberDay("a", dates=SPRING), False),
    ],
)
def test_a_member_day_is_a_weekday_or_a_day_of_the_month_or_a_date(
    day: date, member_day: MemberDay, expected: bool
) -> None:
    assert member_day.is_on(day) is expected


@pytest.mark.parametrize(
    ("at", "points"),
    [
        (datetime(2026, 3, 7, 16, tzinfo=UTC), 9),
        (datetime(2026, 3, 7, 15, 59, tzinfo=UTC), 3),
        (datetime(2026, 3, 8, 15, 59, tzinfo=UTC), 9),
    ],
)
def test_a_campaign_counts_on_the_member_day_of_the_brand_s_zone(at: datetime, points: int) -> None:
    rule = {
        "code": "visit",
        "on": "visit",
        "asset": "POINTS",
        "award": {"points": 3},
        "multipliers": ["campaigns"],
    }
    campaign = {
        "code": "eighth",
        "when": 'activity.member_days.exists(day, day == "the_eighth")',
        "percent": 300,
    }
    programme = tea(
        earning={"rules": [rule], "campaigns": [campaign]},
        occasions={
            "member_days": [
                {"code": "the_eighth", "name": {"zh": "八号", "en": "The 8th"}, "day_of_month": 8}
            ]
        },
    )
    [award] = judge(activity(at=at), None, programme, {}).awards
    assert award.amount == points
