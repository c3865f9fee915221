"""When points end: at the end of a local day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.points.programme.domain.expiry import Expiry, ExpiryPolicy

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("earned", "months", "ends"),
    [
        # The local month counts: in Shanghai it is already March.
        (datetime(2026, 2, 28, 17, tzinfo=UTC), 12, datetime(2027, 3, 31, 16, tzinfo=UTC)),
        (datetime(2026, 1, 31, 3, tzinfo=UTC), 1, datetime(2026, 2, 28, 16, tzinfo=UTC)),
        (datetime(2027, 12, 5, 3, tzinfo=UTC), 2, datetime(2028, 2, 29, 16, tzinfo=UTC)),
        (datetime(2026, 11, 5, 3, tzinfo=UTC), 1, datetime(2026, 12, 31, 16, tzinfo=UTC)),
    ],
)
def test_points_end_with_the_month(earned: datetime, months: int, ends: datetime) -> None:
    expiry = Expiry(ExpiryPolicy.END_OF_MONTH, months=months)
    assert expiry.expires_at(earned, SHANGHAI) == ends


def test_points_of_n_days_end_with_the_nth_day_after() -> None:
    expiry = Expiry(ExpiryPolicy.DAYS, days=3)
    earned = datetime(2026, 3, 27, 12, tzinfo=UTC)
    # Summer time began on the 29th, so the 30th ends at 23:00 UTC.
    assert expiry.expires_at(earned, LONDON) == datetime(2026, 3, 30, 23, tzinfo=UTC)


def test_points_of_a_fixed_date_can_be_spent_on_it() -> None:
    expiry = Expiry(ExpiryPolicy.FIXED_DATE, on=date(2026, 12, 31))
    earned = datetime(2026, 3, 27, 12, tzinfo=UTC)
    assert expiry.expires_at(earned, LONDON) == datetime(2027, 1, 1, tzinfo=UTC)


def test_points_may_never_end() -> None:
    assert Expiry(ExpiryPolicy.NEVER).expires_at(datetime(2026, 1, 1, tzinfo=UTC), LONDON) is None
