"""What the register of stores lets in."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.stores.domain.distance import distance_m
from services.members.stores.domain.hours_text import intervals_of
from services.members.stores.domain.store import (
    DAY_MINUTES,
    WEEK_MINUTES,
    Coordinates,
    KeptStore,
    OpenInterval,
    Store,
    StoreChangedMeanwhile,
    StoreInvalid,
    check_etag,
    checked,
    next_version,
)

STORE = Store("SH001", "南京西路店", "Nanjing Road", "上海", "Asia/Shanghai")
SHANGHAI = Coordinates(31_230_400, 121_473_700)
BEIJING = Coordinates(39_904_200, 116_407_400)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("code", "", "code"),
        ("code", "x" * 65, "code"),
        ("code", "=1+1", "code"),
        ("code", "a/b", "code"),
        ("code", "a b", "code"),
        ("name_zh", "店" * 65, "name.zh"),
        ("city", "", "city"),
        ("city", "x" * 65, "city"),
        ("zone", "Shanghai", "zone"),
        ("zone", "../../etc/passwd", "zone"),
        ("coordinates", Coordinates(90_000_001, 0), "coordinates.latitude_e6"),
        ("coordinates", Coordinates(0, -180_000_001), "coordinates.longitude_e6"),
        ("hours", (OpenInterval(8, 0, 60),), "hours[0].weekday"),
        ("hours", (OpenInterval(1, 1440, 1500),), "hours[0].open_minute"),
        ("hours", (OpenInterval(1, 600, 600),), "hours[0].close_minute"),
        ("hours", (OpenInterval(1, 600, 600 + 1441),), "hours[0].close_minute"),
        ("hours", tuple(OpenInterval(1, n, n + 1) for n in range(43)), "hours"),
        ("closed_days", ("2026-02-30",), "closed_days[0]"),
        ("closed_days", ("20260217",), "closed_days[0]"),
        ("closed_days", ("2026-02-17",) * 401, "closed_days"),
        ("closed_from", "tomorrow", "closed_from"),
        ("labels", {str(n): "" for n in range(17)}, "labels"),
        ("labels", {"size": "x" * 129}, "labels"),
        ("labels", {"": "x"}, "labels"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: Any, named: str) -> None:
    with pytest.raises(StoreInvalid) as caught:
        checked(replace(STORE, **{field: value}))
    assert caught.value.field == named


def test_one_language_is_name_enough_and_none_is_too_little() -> None:
    assert checked(replace(STORE, name_zh="")).name_en == "Nanjing Road"
    with pytest.raises(StoreInvalid, match="Chinese or English"):
        checked(replace(STORE, name_zh="", name_en=""))


def test_codes_may_have_letters_of_any_script() -> None:
    assert checked(replace(STORE, code="上海-001")).code == "上海-001"


@pytest.mark.parametrize(
    "hours",
    [
        [OpenInterval(1, 600, 800), OpenInterval(1, 799, 900)],
        [OpenInterval(1, 1200, 1600), OpenInterval(2, 100, 300)],
        [OpenInterval(7, 1200, 1600), OpenInterval(1, 100, 300)],
        [OpenInterval(3, 600, 700), OpenInterval(3, 600, 700)],
    ],
)
def test_hours_do_not_overlap_also_over_midnight_and_over_the_end_of_the_week(
    hours: list[OpenInterval],
) -> None:
    with pytest.raises(StoreInvalid, match="another interval") as caught:
        checked(replace(STORE, hours=tuple(hours)))
    assert caught.value.field.startswith("hours[")


def test_hours_may_touch_and_a_store_may_never_close() -> None:
    always = tuple(OpenInterval(day, 0, DAY_MINUTES) for day in range(1, 8))
    assert checked(replace(STORE, hours=always)).hours == always


spans = st.lists(
    st.tuples(st.integers(1, 7), st.integers(0, 1439), st.integers(1, 1440)).map(
        lambda each: OpenInterval(each[0], each[1], each[1] + each[2])
    ),
    max_size=5,
)


@given(spans)
def test_intervals_are_taken_when_no_minute_of_the_week_is_painted_twice(
    hours: list[OpenInterval],
) -> None:
    painted = [
        ((each.weekday - 1) * DAY_MINUTES + minute) % WEEK_MINUTES
        for each in hours
        for minute in range(each.open_minute, each.close_minute)
    ]
    try:
        checked(replace(STORE, hours=tuple(hours)))
        taken = True
    except StoreInvalid:
        taken = False
    assert taken is (len(painted) == len(set(painted)))


@given(st.permutations([OpenInterval(day, 600, 1320) for day in range(1, 8)]))
def test_the_order_of_hours_makes_no_other_store(hours: list[OpenInterval]) -> None:
    first = checked(replace(STORE, hours=tuple(sorted(hours)), closed_days=("2026-02-17",)))
    again = checked(replace(STORE, hours=tuple(hours), closed_days=("2026-02-17",) * 2))
    assert next_version(KeptStore("tea", first, 3), "tea", again) is None


def test_a_change_raises_the_version_by_one() -> None:
    moved = replace(STORE, city="北京")
    assert next_version(None, "tea", STORE) == KeptStore("tea", STORE, 1)
    assert next_version(KeptStore("tea", STORE, 4), "tea", moved) == KeptStore("tea", moved, 5)


def test_an_etag_that_is_not_the_stores_is_refused_and_none_is_every_stores() -> None:
    kept = KeptStore("tea", STORE, 2)
    check_etag(kept, "2")
    check_etag(kept, "")
    check_etag(None, "")
    with pytest.raises(StoreChangedMeanwhile):
        check_etag(kept, "1")
    with pytest.raises(StoreChangedMeanwhile):
        check_etag(None, "1")


def test_the_distance_is_that_of_the_earth() -> None:
    assert distance_m(SHANGHAI, SHANGHAI) == 0
    # 1,067 km, as the crow flies.
    assert distance_m(SHANGHAI, BEIJING) == pytest.approx(1_067_000, rel=0.006)
    # Half of the circumference, and over the date line no way around.
    assert distance_m(Coordinates(0, 0), Coordinates(0, 180_000_000)) == pytest.approx(
        20_015_115, abs=1
    )
    assert distance_m(Coordinates(0, 179_999_999), Coordinates(0, -179_999_999)) < 1


places = st.builds(
    Coordinates,
    st.integers(-90_000_000, 90_000_000),
    st.integers(-180_000_000, 180_000_000),
)


@given(places, places)
def test_the_way_back_is_as_long(one: Coordinates, other: Coordinates) -> None:
    assert distance_m(one, other) == distance_m(other, one)


def test_hours_are_read_as_people_write_them() -> None:
    assert intervals_of("Mon-Wed 10:00-14:00,17:00-22:00; Sat,Sun 18:00-02:00") == (
        *(
            OpenInterval(day, opens, closes)
            for day in (1, 2, 3)
            for opens, closes in ((600, 840), (1020, 1320))
        ),
        OpenInterval(6, 1080, 1560),
        OpenInterval(7, 1080, 1560),
    )
    assert intervals_of("Sat-Mon 00:00-24:00") == tuple(
        OpenInterval(day, 0, 1440) for day in (6, 7, 1)
    )
    assert intervals_of("") == ()


@pytest.mark.parametrize(
    "text",
    [
        "always",
        "Mon",
        "Mon 10-12",
        "Mon 10:00-25:00",
        "Mon 24:00-25:00",
        "Mon 10:60-12:00",
        "Xyz 10:00-12:00",
        "Mon- 10:00-12:00",
        "Mon 10:00-12:00,",
        "Mon 10:00-12:00;" * 100,
    ],
)
def test_hours_in_another_form_are_refused(text: str) -> None:
    with pytest.raises(StoreInvalid) as caught:
        intervals_of(text)
    assert caught.value.field == "hours"
