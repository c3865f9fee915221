"""k-means: each point by the nearest centre, no step worse than the one before, blobs found."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.segments.domain.kmeans import Point, first_centres, k_means, lloyd, nearest

AXIS = st.floats(-100, 100, allow_nan=False, width=16)
POINTS = st.lists(st.tuples(AXIS, AXIS, AXIS), min_size=1, max_size=20)
CLOSE = 1e-9
BLOBS = [(0.0, 0.0), (20.0, 0.0), (0.0, 20.0), (20.0, 20.0)]


def way(one: Point, other: Point) -> float:
    """By the definition, beside what the rule computes."""
    return float(sum(abs(a - b) ** 2.0 for a, b in zip(one, other, strict=True)))


@settings(max_examples=40, deadline=None)
@given(points=POINTS, seed=st.integers(0, 2**53 - 1), count=st.integers(1, 5))
def test_no_step_is_worse_than_the_one_before_and_the_last_has_its_centres_in_the_middle(
    points: list[Point], seed: int, count: int
) -> None:
    first = first_centres(points, count, Random(seed))
    assert len(first) == min(count, len(set(points)))
    assert set(first) <= set(points)
    steps = list(lloyd(points, first))
    inertias = [step.inertia for step in steps]
    for before, after in pairwise(inertias):
        assert after <= before * (1 + CLOSE) + CLOSE
    centres = steps[-1].centres
    ways = [min(way(point, centre) for centre in centres) for point in points]
    assert steps[-1].inertia == pytest.approx(sum(ways), abs=1e-6)
    for n, centre in enumerate(centres):
        group = [point for point in points if nearest(point, centres) == n]
        for at, axis in zip(centre, zip(*group, strict=True), strict=False):
            assert at == pytest.approx(sum(axis) / len(group), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(points=POINTS, centres=st.lists(st.tuples(AXIS, AXIS, AXIS), min_size=1, max_size=5))
def test_each_point_goes_to_a_centre_that_no_other_is_nearer_than(
    points: list[Point], centres: list[Point]
) -> None:
    for point in points:
        chosen = way(point, centres[nearest(point, centres)])
        assert all(chosen <= way(point, centre) + CLOSE for centre in centres)


def test_of_two_centres_as_near_the_first_counts() -> None:
    assert nearest((0.0,), [(1.0,), (-1.0,)]) == 0
    assert nearest((0.0,), [(2.0,), (-1.0,), (1.0,)]) == 1


@pytest.mark.parametrize("seed", range(5))
def test_blobs_that_lie_apart_are_found(seed: int) -> None:
    drawn = Random(100 + seed)
    points = [(x + drawn.gauss(0, 1), y + drawn.gauss(0, 1)) for x, y in BLOBS for _ in range(40)]
    centres = k_means(points, 4, seed)
    assert k_means(points, 4, seed) == centres
    for blob, centre in zip(sorted(BLOBS), sorted(centres, key=blob_of), strict=True):
        assert way(blob, centre) < 1


def blob_of(centre: Point) -> tuple[float, ...]:
    return tuple(round(axis / 20) * 20.0 for axis in centre)


def test_of_several_draws_the_best_counts() -> None:
    drawn = Random(7)
    points = [(drawn.random() * 10, drawn.random() * 10) for _ in range(60)]
    best = sum(min(way(point, centre) for centre in k_means(points, 4, 1)) for point in points)
    first = list(lloyd(points, first_centres(points, 4, Random(1))))[-1]
    assert best <= first.inertia + CLOSE


def test_nothing_is_no_group_and_fewer_who_differ_are_fewer_groups() -> None:
    with pytest.raises(ValueError, match="nothing"):
        k_means([], 4, 1)
    assert k_means([(1.0,), (1.0,), (2.0,)], 4, 1) == ((1.0,), (2.0,))
