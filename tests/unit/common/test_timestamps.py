"""Instants and days that callers send."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.common.errors import Refusal
from services.common.timestamps import civil_day, needed_day, sent_instant, shifted
from tessera.members.v1.events_pb2 import WatchRequest


def test_an_instant_is_read_where_it_is_sent() -> None:
    request = WatchRequest()
    assert sent_instant(request, "since") is None
    request.since.FromDatetime(datetime(2026, 11, 29, tzinfo=UTC))
    assert sent_instant(request, "since") == datetime(2026, 11, 29, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [2**60, -(2**60), 253_402_300_800])
def test_one_that_no_calendar_has_is_refused_by_its_field(seconds: int) -> None:
    request = WatchRequest()
    request.since.seconds = seconds
    with pytest.raises(Refusal) as refused:
        sent_instant(request, "since")
    assert (refused.value.reason, refused.value.field) == ("INVALID_ARGUMENT", "since")


def test_an_instant_is_not_shifted_beyond_the_calendar() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert shifted(first, -timedelta(minutes=5)) == first
    assert shifted(last, timedelta(minutes=5)) == last
    assert shifted(first, timedelta(minutes=5)) == first + timedelta(minutes=5)


@pytest.mark.parametrize(
    "text", ["20260301", "2026-W10-1", "2026-3-1", "2026-02-29", "2026-03-01 "]
)
def test_a_day_is_told_in_one_way(text: str) -> None:
    for parse in (civil_day, needed_day):
        with pytest.raises(Refusal):
            parse(text, "day")
        assert parse("2026-03-01", "day") == date(2026, 3, 1)


def test_a_day_may_be_left_out_where_it_is_no_need() -> None:
    assert civil_day("", "day") is None
    with pytest.raises(Refusal):
        needed_day("", "day")
