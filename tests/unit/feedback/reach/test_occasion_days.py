"""A preview shows a day only where the message itself would."""

from datetime import date

import pytest

from services.feedback.programme.domain import Text
from services.feedback.reach.domain.wish import Occasion

TODAY = date(2026, 2, 27)


@pytest.mark.parametrize(
    ("occasion", "day"),
    [
        (Occasion("birthday", lead_days=3), "2026-03-02"),
        (Occasion("points_expiring", lead_days=7), "2026-03-06"),
        (Occasion("wake_up_opened"), "2026-02-27"),
        (Occasion("member_enrolled"), ""),
        (Occasion("tier_changed", to="gold"), ""),
        (Occasion("activity"), ""),
        (Occasion(""), ""),
    ],
)
def test_only_an_occasion_about_a_day_has_one(occasion: Occasion, day: str) -> None:
    told = occasion.told_on(TODAY)
    assert told.day == day
    shows = told.fill(Text("{occasion.day}", "{occasion.day}"))
    assert shows == (Text(day, day) if day else None)
