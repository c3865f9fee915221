"""When a store is open: by the clock on its wall, whatever the zone does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from services.common.stores import DAY_MINUTES, KnownStore, OpeningHours

SHANGHAI, BERLIN, NEW_YORK = "Asia/Shanghai", "Europe/Berlin", "America/New_York"
FRIDAY, SATURDAY, SUNDAY = 5, 6, 7
DAY = (10 * 60, 22 * 60)
NIGHT = (18 * 60, 26 * 60)


def at(zone: str, *wall: int, fold: int = 0) -> datetime:
    return datetime(*wall, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]


def test_a_store_opens_at_its_first_minute_and_is_closed_at_its_last() -> None:
    hours = OpeningHours(SHANGHAI, ((FRIDAY, *DAY),))
    assert hours.is_open(at(SHANGHAI, 2026, 3, 6, 10, 0))
    assert hours.is_open(at(SHANGHAI, 2026, 3, 6, 21, 59))
    assert not hours.is_open(at(SHANGHAI, 2026, 3, 6, 22, 0))
    assert not hours.is_open(at(SHANGHAI, 2026, 3, 7, 12, 0))


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    hours = OpeningHours(SHANGHAI, ((SUNDAY, *NIGHT),))
    assert hours.is_open(at(SHANGHAI, 2026, 3, 8, 23, 0))
    assert hours.is_open(at(SHANGHAI, 2026, 3, 9, 1, 59))
    assert not hours.is_open(at(SHANGHAI, 2026, 3, 9, 2, 0))
    assert not hours.is_open(at(SHANGHAI, 2026, 3, 8, 1, 0))


def test_a_closed_day_takes_what_begins_on_it_and_leaves_what_began_the_day_before() -> None:
    every_night = tuple((day, *NIGHT) for day in range(1, 8))
    hours = OpeningHours(SHANGHAI, every_night, frozenset({"2026-03-07"}))
    assert hours.is_open(at(SHANGHAI, 2026, 3, 7, 1, 0))
    assert not hours.is_open(at(SHANGHAI, 2026, 3, 7, 20, 0))
    assert not hours.is_open(at(SHANGHAI, 2026, 3, 8, 1, 0))
    assert hours.is_open(at(SHANGHAI, 2026, 3, 8, 20, 0))


def test_the_zone_of_the_store_decides_which_day_it_is() -> None:
    noon = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)
    assert not OpeningHours(SHANGHAI, ((FRIDAY, *DAY),)).is_open(noon)
    assert OpeningHours(NEW_YORK, ((FRIDAY, *DAY),)).is_open(noon)


def test_a_store_opens_by_its_wall_clock_on_both_sides_of_a_change_of_clocks() -> None:
    hours = OpeningHours(BERLIN, tuple((day, *DAY) for day in range(1, 8)))
    for day in (28, 29, 30):  # clocks go forward on 29 March 2026
        assert not hours.is_open(at(BERLIN, 2026, 3, day, 9, 59))
        assert hours.is_open(at(BERLIN, 2026, 3, day, 10, 0))


def test_in_the_hour_that_comes_twice_a_store_is_open_twice() -> None:
    hours = OpeningHours(BERLIN, ((SATURDAY, *NIGHT[:1], 24 * 60 + 150),))
    for fold in (0, 1):  # clocks go back from 03:00 to 02:00 on 25 October 2026
        assert hours.is_open(at(BERLIN, 2026, 10, 25, 2, 29, fold=fold))
        assert not hours.is_open(at(BERLIN, 2026, 10, 25, 2, 30, fold=fold))


def test_a_store_closed_for_good_is_never_open_from_that_day_of_its_own_on() -> None:
    hours = OpeningHours(SHANGHAI, ((FRIDAY, 0, DAY_MINUTES),), closed_from="2026-03-06")
    before = OpeningHours(SHANGHAI, ((4, 0, DAY_MINUTES),), closed_from="2026-03-06")
    last_minute = at(SHANGHAI, 2026, 3, 5, 23, 59)
    assert before.is_open(last_minute)
    assert not before.is_closed_for_good(last_minute)
    assert hours.is_open(last_minute + timedelta(minutes=1)) is False
    assert hours.is_closed_for_good(last_minute + timedelta(minutes=1))


def test_without_hours_nobody_knows_and_closed_for_good_is_known_all_the_same() -> None:
    now = at(SHANGHAI, 2026, 3, 6, 12, 0)
    assert OpeningHours(SHANGHAI).is_open(now) is None
    assert OpeningHours(SHANGHAI, closed_from="2026-01-01").is_open(now) is False


def test_a_fact_that_nobody_knows_is_left_out() -> None:
    store = KnownStore("tea", "SH001", 1, "上海", OpeningHours(SHANGHAI))
    now = at(SHANGHAI, 2026, 3, 6, 12, 0)
    assert store.facts(now) == {"code": "SH001", "city": "上海"}
    over = KnownStore("tea", "SH001", 1, "上海", OpeningHours(SHANGHAI, closed_from="2026-01-01"))
    assert over.facts(now)["open"] is False


intervals = st.lists(
    st.tuples(st.integers(1, 7), st.integers(0, DAY_MINUTES - 1), st.integers(1, DAY_MINUTES)).map(
        lambda each: (each[0], each[1], each[1] + each[2])
    ),
    min_size=1,
    max_size=6,
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))  # noqa: DTZ001


@given(intervals, moments, st.sampled_from([SHANGHAI, BERLIN, NEW_YORK, "Australia/Lord_Howe"]))
def test_a_store_is_open_in_the_minutes_that_its_intervals_paint_on_the_wall(
    painted: list[tuple[int, int, int]], naive: datetime, zone: str
) -> None:
    moment = naive.replace(tzinfo=UTC)
    wall = moment.astimezone(ZoneInfo(zone))
    week = {
        ((weekday - 1) * DAY_MINUTES + minute) % (7 * DAY_MINUTES)
        for weekday, opens, closes in painted
        for minute in range(opens, closes)
    }
    minute = wall.weekday() * DAY_MINUTES + wall.hour * 60 + wall.minute
    assert OpeningHours(zone, tuple(painted)).is_open(moment) is (minute in week)


@given(intervals, moments, st.randoms())
def test_the_order_of_intervals_and_a_repetition_change_nothing(
    painted: list[tuple[int, int, int]], naive: datetime, random: object
) -> None:
    moment = naive.replace(tzinfo=UTC)
    shuffled = [*painted, *painted]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = OpeningHours(BERLIN, tuple(painted)), OpeningHours(BERLIN, tuple(shuffled))
    assert one.is_open(moment) is other.is_open(moment)


INTERVALS = st.lists(
    st.tuples(st.integers(1, 7), st.integers(0, 1439), st.integers(1, 1440)).map(
        lambda each: (each[0], each[1], each[1] + each[2])
    ),
    min_size=1,
    max_size=14,
).map(tuple)


@given(INTERVALS, st.integers(0, 20 * DAY_MINUTES), st.booleans())
def test_it_is_open_until_the_minute_that_is_told_and_closed_then(
    intervals: tuple[tuple[int, int, int], ...], minutes: int, has_closed_day: bool
) -> None:
    closed = frozenset({"2026-03-07"}) if has_closed_day else frozenset()
    hours = OpeningHours(SHANGHAI, intervals, closed)
    now = at(SHANGHAI, 2026, 3, 1) + timedelta(minutes=minutes)
    until = hours.open_until(now)
    if not hours.is_open(now):
        assert until is None
    elif until is not None:
        assert not hours.is_open(until)
        length = int((until - now) / timedelta(minutes=1))
        assert all(hours.is_open(now + timedelta(minutes=each)) for each in range(length))
    else:
        assert all(hours.is_open(now + timedelta(minutes=each)) for each in range(7 * DAY_MINUTES))


def test_who_is_always_open_and_whose_hours_are_not_known_have_no_closing_time() -> None:
    now = at(SHANGHAI, 2026, 3, 6, 12, 0)
    always = OpeningHours(SHANGHAI, tuple((day, 0, DAY_MINUTES) for day in range(1, 8)))
    assert always.open_until(now) is None
    assert OpeningHours(SHANGHAI).open_until(now) is None
    twice = OpeningHours(BERLIN, ((SUNDAY, 0, 150),))
    first = at(BERLIN, 2026, 10, 25, 2, 10)
    assert twice.open_until(first) == at(BERLIN, 2026, 10, 25, 2, 30)
    second = at(BERLIN, 2026, 10, 25, 2, 10, fold=1)
    assert twice.open_until(second) == at(BERLIN, 2026, 10, 25, 2, 30, fold=1)
