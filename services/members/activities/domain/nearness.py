"""How near to a store a member usually is, without a place that would find their home.

Of a place that a channel reports with an activity, only the nearest store and a rough distance
stay: of each local day the latest, of few days, and not for long. Usual is the middle one of them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

STEP_M = 500
"""Distances are rounded up to so many metres."""
FAR_M = 50_000
"""Stands for this distance and any longer one."""
DAYS_MAX = 10
KEPT_DAYS = 90
"""So many local days, that of the activity included, a distance is kept."""


class NearStore(NamedTuple):
    """The code of the nearest store, and the rough distance to it in metres."""

    store: str
    metres: int


class SeenNear(NamedTuple):
    """Near which store a member was seen, and when."""

    at: datetime
    store: str
    metres: int


def rough(store: str, metres: int) -> NearStore:
    """The store with the distance as it may be kept."""
    steps = max(1, -(-metres // STEP_M))
    return NearStore(store, min(FAR_M, steps * STEP_M))


def seen_near(
    seen: Mapping[int, SeenNear], day: date, at: datetime, near: NearStore, today: date
) -> dict[int, SeenNear]:
    """`seen`, by `date.toordinal`, with one more: the same in whatever order they come."""
    one = SeenNear(at, *near)
    known = seen.get(day.toordinal(), one)
    return latest({**seen, day.toordinal(): max(known, one)}, today)


def latest(seen: Mapping[int, SeenNear], today: date) -> dict[int, SeenNear]:
    """The days of `seen` that are kept."""
    return dict(sorted(_kept(seen, today))[-DAYS_MAX:])


def united(
    own: Mapping[int, SeenNear], other: Mapping[int, SeenNear], today: date
) -> dict[int, SeenNear]:
    """As if one member had been seen on all these days."""
    both = {**own, **{day: max(own.get(day, each), each) for day, each in other.items()}}
    return latest(both, today)


def usual(seen: Mapping[int, SeenNear], today: date) -> NearStore | None:
    """The middle one by distance, of two the nearer; None where nothing is known."""
    ranked = sorted(NearStore(each.store, each.metres)[::-1] for _, each in _kept(seen, today))
    if not ranked:
        return None
    metres, store = ranked[(len(ranked) - 1) // 2]
    return NearStore(store, metres)


def _kept(seen: Mapping[int, SeenNear], today: date) -> Iterator[tuple[int, SeenNear]]:
    oldest = today.toordinal() - KEPT_DAYS
    return ((day, each) for day, each in seen.items() if day > oldest)
