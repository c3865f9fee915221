"""Timelines of several services are one list, in parts of whatever size."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.common.errors import Refusal
from services.common.ids import at_ms, floor_id, ms_of, new_id, time_of
from services.common.timeline import (
    Kind,
    Part,
    Place,
    behind,
    below,
    joined,
    place_by_id,
)
from services.common.timeline_messages import MS_MAX, asked_in, from_place, to_place
from tessera.points.v1 import timeline_pb2 as pb
from tessera.types.v1 import timeline_pb2 as types_pb

OF_SERVICES = (
    (Kind.ACTIVITY, Kind.TIER_DECISION),
    (Kind.ENTRY, Kind.REDEMPTION),
    (Kind.FEEDBACK, Kind.TOUCH),
)
PLACES = st.builds(Place, st.integers(1, 4), st.sampled_from(Kind), st.text("abc", min_size=1))
"""Few times: so most items share theirs with another."""


def _of_kind(places: set[Place], kind: Kind, before: Place | None, size: int) -> list[Place]:
    """As a room reads its own by an index: pairs of time and id that are smaller."""
    left = behind(before, kind)
    own = [each for each in places if each.kind is kind]
    own = [each for each in own if left is None or (each.ms, each.id) < left]
    return sorted(own, reverse=True)[:size]


def _page(places: set[Place], before: Place | None, size: int) -> Part[Place]:
    """As the gateway joins what services answer."""
    parts = [
        joined((_of_kind(places, kind, before, size + 1) for kind in kinds), lambda p: p, size)
        for kinds in OF_SERVICES
    ]
    more = any(part.has_more for part in parts)
    return joined((part.items for part in parts), lambda p: p, size, more)


@given(st.sets(PLACES), st.lists(st.integers(1, 5), min_size=1))
def test_pages_of_any_sizes_are_the_whole_list(places: set[Place], sizes: list[int]) -> None:
    found: list[Place] = []
    before, has_more, asked = None, True, 0
    while has_more:
        page = _page(places, before, sizes[asked % len(sizes)])
        found += page.items
        assert len(found) <= len(places)
        before, has_more, asked = found[-1] if found else None, page.has_more, asked + 1
    assert found == sorted(places, reverse=True)


@given(st.sets(PLACES, min_size=2), st.sets(PLACES), st.data())
def test_what_comes_in_meanwhile_changes_no_later_page(
    places: set[Place], new: set[Place], data: st.DataObject
) -> None:
    before = data.draw(st.sampled_from(sorted(places)))
    later = {each for each in new if each > before}
    assert _page(places | later, before, 3) == _page(places, before, 3)


@given(st.integers(0, MS_MAX))
@example(1001)
def test_the_smallest_id_of_a_millisecond_is_of_that_millisecond(ms: int) -> None:
    at = at_ms(ms)
    assert time_of(floor_id("red", at)) == at


def test_an_id_tells_its_place() -> None:
    made = new_id("red")
    place = place_by_id(Kind.REDEMPTION, made)
    assert below(place, Kind.REDEMPTION, "red") == made
    assert below(place, Kind.ENTRY, "red") > made > below(place, Kind.TOUCH, "red")
    assert below(None, Kind.REDEMPTION, "red") == ""


@given(PLACES)
def test_a_place_comes_back_as_it_was_sent(place: Place) -> None:
    assert to_place(from_place(place)) == place


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"member_id": ""}, "member_id"),
        ({"member_id": "m" * 65}, "member_id"),
        ({"kinds": [types_pb.TIMELINE_KIND_ENTRY, types_pb.TIMELINE_KIND_TOUCH]}, "kinds[1]"),
        ({"kinds": [0]}, "kinds[0]"),
        ({"page_size": -1}, "page_size"),
        ({"before": types_pb.TimelinePlace()}, "before.kind"),
        ({"before": types_pb.TimelinePlace(kind=99, id="x")}, "before.kind"),  # type: ignore[arg-type]
        ({"before": types_pb.TimelinePlace(kind=types_pb.TIMELINE_KIND_ENTRY)}, "before.id"),
        ({"before": from_place(Place(0, Kind.ENTRY, "x" * 257))}, "before.id"),
        ({"before": from_place(Place(MS_MAX + 1, Kind.ENTRY, "x"))}, "before.time"),
    ],
)
def test_a_wrong_request_is_refused_by_the_field(wrong: dict[str, object], field: str) -> None:
    request = pb.ListTimelineRequest(**({"member_id": "mem_1"} | wrong))  # type: ignore[arg-type]
    with pytest.raises(Refusal) as refused:
        asked_in(request, OF_SERVICES[1])
    assert (refused.value.reason, refused.value.field) == ("INVALID_ARGUMENT", field)


def test_times_are_cut_to_milliseconds() -> None:
    assert ms_of(at_ms(0) + timedelta(microseconds=1999)) == 1
