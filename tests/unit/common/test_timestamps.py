"""Instants that callers send."""

from datetime import UTC, datetime, timedelta

import pytest

from services.common.errors import Refusal
from services.common.timestamps import sent_instant, shifted
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
