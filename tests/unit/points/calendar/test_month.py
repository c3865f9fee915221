"""Months keep the zone in which they were closed; no instant is in none of them, or in two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.points.calendar.domain.month import (
    BookZones,
    Month,
    Stretch,
    month_of,
    parse_zone,
)

ZONES = [ZoneInfo(key) for key in ("Asia/Shanghai", "America/New_York", "Pacific/Auckland", "UTC")]
OCTOBER = Month(2026, 10)
MS = timedelta(milliseconds=1)
books = st.builds(
    lambda zones, gaps: BookZones(
        tuple(Stretch(OCTOBER.plus(sum(gaps[: n + 1])), zone) for n, zone in enumerate(zones[:-1])),
        zones[-1],
    ),
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=4),
    st.lists(st.integers(1, 3), min_size=4, max_size=4),
)


def test_what_was_closed_keeps_its_zone_and_the_next_month_begins_where_it_ends() -> None:
    zones = BookZones((Stretch(OCTOBER, ZoneInfo("Asia/Shanghai")),), ZoneInfo("America/New_York"))
    closed = datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert OCTOBER.plus(1).start(zones) == closed
    assert (month_of(closed - MS, zones), month_of(closed, zones)) == (OCTOBER, OCTOBER.plus(1))
    assert OCTOBER.plus(2).start(zones) == datetime(2026, 12, 1, 5, tzinfo=UTC)


@given(zones=books, month=st.integers(-3, 14).map(OCTOBER.plus))
def test_a_month_begins_at_its_start_and_not_before(zones: BookZones, month: Month) -> None:
    start = month.start(zones)
    assert month_of(start, zones) == month
    assert month_of(start - MS, zones) == month.plus(-1)
    assert parse_zone(zones.key) == (zones if zones.closed else zones.zone)


@pytest.mark.parametrize("key", ["", "Nowhere/At_all", "UTC~2026-13~UTC", "UTC~2026-10", "x~y~z"])
def test_what_names_no_zone_is_refused(key: str) -> None:
    with pytest.raises((KeyError, ValueError, LookupError)):
        parse_zone(key)
