"""A store, and what its register lets in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import available_timezones

STORES_MAX = 10_000
"""Of one brand, so that a search by place can read them all."""
TEXT_CHARS_MAX = 64
CLOSED_DAYS_MAX = 400
INTERVALS_MAX = 42
LABELS_MAX = 16
LABEL_CHARS_MAX = 128
LATITUDE_E6_MAX = 90_000_000
LONGITUDE_E6_MAX = 180_000_000
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
_CODE = re.compile(r"[^\W_][\w.:-]{0,63}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class StoreInvalid(Exception):
    """A field of a store is missing, too long, out of range, or against another field."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class StoreNotFound(Exception):
    """The brand's register has no store with this code."""

    reason = "STORE_NOT_FOUND"


class StoreChangedMeanwhile(Exception):
    """The store has another etag than the caller read."""

    reason = "ETAG_MISMATCH"
    field = "etag"

    def __init__(self, etag: str) -> None:
        super().__init__("read the store again")
        self.metadata = {"etag": etag}


class TooManyStores(Exception):
    """The register is full."""

    reason = "TOO_MANY"

    def __init__(self) -> None:
        super().__init__(f"a brand has {STORES_MAX} stores at most")
        self.metadata = {"limit": str(STORES_MAX)}


class Coordinates(NamedTuple):
    """A place (WGS 84), in millionths of a degree."""

    latitude_e6: int
    longitude_e6: int


class OpenInterval(NamedTuple):
    """`weekday` 1 is Monday. A closing minute beyond 1,440 lies on the next day."""

    weekday: int
    open_minute: int
    close_minute: int


@dataclass(frozen=True, slots=True)
class Store:
    """Days are YYYY-MM-DD; `closed_from` is "" while the store is not closed for good."""

    code: str
    name_zh: str
    name_en: str
    city: str
    zone: str
    coordinates: Coordinates | None = None
    hours: tuple[OpenInterval, ...] = ()
    closed_days: tuple[str, ...] = ()
    closed_from: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptStore:
    """A store of the register; `version` counts its changes from 1."""

    brand: str
    store: Store
    version: int

    @property
    def etag(self) -> str:
        return str(self.version)


class Position(NamedTuple):
    """A store with coordinates, as far as a search by place needs it."""

    code: str
    coordinates: Coordinates
    zone: str
    closed_from: str


def checked(store: Store) -> Store:
    """`store` with its intervals and days in order. Raises StoreInvalid for what is wrong first."""
    for name, problem in _problems(store):
        raise StoreInvalid(name, problem)
    return Store(
        code=store.code,
        name_zh=store.name_zh,
        name_en=store.name_en,
        city=store.city,
        zone=store.zone,
        coordinates=store.coordinates,
        hours=tuple(sorted(store.hours)),
        closed_days=tuple(sorted(set(store.closed_days))),
        closed_from=store.closed_from,
        labels=dict(sorted(store.labels.items())),
    )


def next_version(known: KeptStore | None, brand: str, store: Store) -> KeptStore | None:
    """The store as it is kept from now on; None where it is so already."""
    if known is None:
        return KeptStore(brand, store, 1)
    return None if known.store == store else KeptStore(brand, store, known.version + 1)


def check_etag(known: KeptStore | None, etag: str) -> None:
    """Raise StoreChangedMeanwhile unless `etag` is the store's; an empty one is every store's."""
    now = "" if known is None else known.etag
    if etag and etag != now:
        raise StoreChangedMeanwhile(now)


def _problems(store: Store) -> Iterator[tuple[str, str]]:
    if not _CODE.fullmatch(store.code):
        yield "code", "1 to 64 letters, digits and _ . : -, the first a letter or a digit"
    if not (store.name_zh or store.name_en):
        yield "name", "a name in Chinese or English"
    for language, name in (("zh", store.name_zh), ("en", store.name_en)):
        if len(name) > TEXT_CHARS_MAX:
            yield f"name.{language}", f"at most {TEXT_CHARS_MAX} characters"
    if not 1 <= len(store.city) <= TEXT_CHARS_MAX:
        yield "city", f"1 to {TEXT_CHARS_MAX} characters"
    if store.zone not in _zones():
        yield "zone", "a time zone of the IANA database, such as Asia/Shanghai"
    if store.coordinates is not None:
        yield from _off_the_map(store.coordinates)
    yield from _interval_problems(store.hours)
    if len(store.closed_days) > CLOSED_DAYS_MAX:
        yield "closed_days", f"at most {CLOSED_DAYS_MAX}"
    for index, day in enumerate(store.closed_days):
        if not _is_day(day):
            yield f"closed_days[{index}]", "a day, as 2026-02-17"
    if store.closed_from and not _is_day(store.closed_from):
        yield "closed_from", "a day, as 2026-02-17, or empty"
    if len(store.labels) > LABELS_MAX:
        yield "labels", f"at most {LABELS_MAX}"
    for key, value in store.labels.items():
        if not 1 <= len(key) <= TEXT_CHARS_MAX or len(value) > LABEL_CHARS_MAX:
            yield "labels", f"keys of 1 to {TEXT_CHARS_MAX}, values of up to {LABEL_CHARS_MAX}"


def off_the_map(place: Coordinates) -> StoreInvalid | None:
    """What is wrong with a place; None where nothing is."""
    return next((StoreInvalid(name, problem) for name, problem in _off_the_map(place)), None)


def _off_the_map(place: Coordinates) -> Iterator[tuple[str, str]]:
    if abs(place.latitude_e6) > LATITUDE_E6_MAX:
        yield "coordinates.latitude_e6", f"{-LATITUDE_E6_MAX} to {LATITUDE_E6_MAX}"
    if abs(place.longitude_e6) > LONGITUDE_E6_MAX:
        yield "coordinates.longitude_e6", f"{-LONGITUDE_E6_MAX} to {LONGITUDE_E6_MAX}"


def _interval_problems(hours: Sequence[OpenInterval]) -> Iterator[tuple[str, str]]:
    if len(hours) > INTERVALS_MAX:
        yield "hours", f"at most {INTERVALS_MAX}"
    for index, each in enumerate(hours):
        if not 1 <= each.weekday <= 7:
            yield f"hours[{index}].weekday", "1 for Monday to 7 for Sunday"
        if not 0 <= each.open_minute < DAY_MINUTES:
            yield f"hours[{index}].open_minute", f"0 to {DAY_MINUTES - 1}"
        if not 1 <= each.close_minute - each.open_minute <= DAY_MINUTES:
            yield f"hours[{index}].close_minute", f"1 to {DAY_MINUTES} later than open_minute"
    for index in _overlapping(hours):
        yield f"hours[{index}]", "begins before another interval has ended"


def _overlapping(hours: Sequence[OpenInterval]) -> Iterator[int]:
    """The indexes of intervals that begin within another; the week is a circle."""
    spans = sorted(
        (begin, begin + each.close_minute - each.open_minute, index)
        for index, each in enumerate(hours)
        if (begin := (each.weekday - 1) * DAY_MINUTES + each.open_minute) >= 0
    )
    for (_, end, _), (begin, _, index) in pairwise(spans):
        if begin < end:
            yield index
    if spans and spans[-1][1] > spans[0][0] + WEEK_MINUTES:
        yield spans[0][2]


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
