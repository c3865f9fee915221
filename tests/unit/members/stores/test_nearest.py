"""The nearest store is the one that a look at all of them finds."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.members.stores.domain.distance import distance_m
from services.members.stores.domain.nearest import NearestStore
from services.members.stores.domain.store import Coordinates, Position

places = st.builds(
    Coordinates,
    st.one_of(st.integers(-90_000_000, 90_000_000), st.integers(31_200_000, 31_201_000)),
    st.one_of(
        st.integers(-180_000_000, 180_000_000),
        st.sampled_from([-180_000_000, 179_999_000, 121_470_000]),
    ),
)


def at(code: str, place: Coordinates) -> Position:
    return Position(code, place, "Asia/Shanghai", "")


@given(st.lists(places, min_size=1, max_size=60), places)
def test_no_store_is_nearer_on_either_side_of_the_date_line_and_at_the_poles(
    stores: list[Coordinates], here: Coordinates
) -> None:
    by_code = {f"s{n:02d}": place for n, place in enumerate(stores)}
    found = NearestStore(at(code, place) for code, place in by_code.items()).of(here)
    assert found is not None
    code, metres = found
    assert metres == distance_m(here, by_code[code])
    # The haversine and the straight line differ by less than a metre, by rounding alone.
    assert metres <= min(distance_m(here, place) for place in stores) + 1


def test_of_two_as_near_it_is_the_smaller_code_and_of_none_it_is_none() -> None:
    here = Coordinates(31_230_000, 121_470_000)
    twins = [at(code, here) for code in ("c", "a", "b", "d")]
    assert NearestStore(twins).of(here) == ("a", 0)
    assert NearestStore([]).of(here) is None


def test_the_nearest_of_the_many_stores_of_a_city_is_found() -> None:
    drawn = Random(7)

    def place() -> Coordinates:
        return Coordinates(
            31_000_000 + drawn.randrange(500_000), 121_000_000 + drawn.randrange(500_000)
        )

    stores = {f"s{n:03d}": place() for n in range(300)}
    near = NearestStore(at(code, each) for code, each in stores.items())
    for here in (place() for _ in range(300)):
        found = near.of(here)
        assert found is not None
        assert found[1] <= min(distance_m(here, each) for each in stores.values()) + 1
