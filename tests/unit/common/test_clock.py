from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.common.clock import ManualClock, SystemClock, truncate_ms

NOON = datetime(2026, 3, 1, 12, 0, 0, 123_456, tzinfo=UTC)


def test_the_present_is_utc_in_whole_milliseconds() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0


def test_an_instant_of_another_zone_becomes_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert truncate_ms(datetime(2026, 3, 1, 20, tzinfo=shanghai)) == datetime(
        2026, 3, 1, 12, tzinfo=UTC
    )


def test_a_datetime_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="zone"):
        truncate_ms(datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_manual_clock_moves_only_when_it_is_set() -> None:
    clock = ManualClock(NOON)
    assert clock.now() == clock.now() == NOON.replace(microsecond=123_000)
    assert clock.advance(timedelta(days=1)).day == 2
    clock.set(NOON)
    assert clock.now().day == 1
