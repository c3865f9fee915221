"""The distance between two places, as the crow flies."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from services.members.stores.domain.store import Coordinates

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius (IUGG)."""


def distance_m(one: Coordinates, other: Coordinates) -> int:
    """Whole metres on a sphere, by the haversine formula; within 0.6 % of the ellipsoid's."""
    latitude, other_latitude = radians(one.latitude_e6 / 1e6), radians(other.latitude_e6 / 1e6)
    turn = radians((other.longitude_e6 - one.longitude_e6) / 1e6)
    half = (
        sin((other_latitude - latitude) / 2) ** 2
        + cos(latitude) * cos(other_latitude) * sin(turn / 2) ** 2
    )
    # Two places on opposite sides may come to a little more than 1.
    return round(2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half))))
