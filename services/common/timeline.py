"""Timelines: what a member did and what became of it, listed by each service in one order.

A place is a time in whole milliseconds, a kind and an id. Places are compared as such triples, the
greatest first, and no two items of a member have the same one. So the gateway joins the lists of
the services as each service joins those of its kinds: by sorting what each has behind one place,
and cutting. Whoever goes on behind the last place that they got misses nothing and gets nothing
twice, though other items of its millisecond follow, and newer ones come in meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from services.common.ids import at_ms, floor_id, ms_of, time_of

T = TypeVar("T")


class Kind(IntEnum):
    """The kinds of items, with the numbers of TimelineKind."""

    ACTIVITY = 1
    TIER_DECISION = 2
    ENTRY = 3
    REDEMPTION = 4
    FEEDBACK = 5
    TOUCH = 6


class Place(NamedTuple):
    """Where an item stands. `ms` counts from 1970."""

    ms: int
    kind: Kind
    id: str


class Behind(NamedTuple):
    """Of one kind, what stands behind a place: smaller pairs of time and id. With the id "", all of
    earlier milliseconds."""

    ms: int
    id: str

    @property
    def at(self) -> datetime:
        """The time."""
        return at_ms(self.ms)

    def below(self, prefix: str) -> str:
        """The same for a kind whose ids are made by `new_id(prefix)` at its time: smaller ids."""
        return self.id or floor_id(prefix, self.at)


def behind(place: Place | None, kind: Kind) -> Behind | None:
    """What of `kind` stands behind `place`; None for all of it."""
    if place is None:
        return None
    if kind == place.kind:
        return Behind(place.ms, place.id)
    # Of the place's own millisecond, lower kinds stand behind it with all they have.
    return Behind(place.ms + 1 if kind < place.kind else place.ms, "")


def below(place: Place | None, kind: Kind, prefix: str) -> str:
    """The id from `new_id(prefix)` below which that is; "" for all."""
    left = behind(place, kind)
    return "" if left is None else left.below(prefix)


def place_by_id(kind: Kind, identifier: str) -> Place:
    """The place of what has an id from `new_id`, at the time at which that was made."""
    return Place(ms_of(time_of(identifier)), kind, identifier)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a timeline, in its order, and whether it goes on."""

    items: Sequence[T]
    has_more: bool


def joined(
    lists: Iterable[Iterable[T]],
    place_of: Callable[[T], Place],
    size: int,
    has_more: bool = False,
) -> Part[T]:
    """The first `size` items of all lists together, each of which has its first `size` at least, or
    all: more than that, or `has_more`, tells that there are further ones."""
    found = sorted(chain.from_iterable(lists), key=place_of, reverse=True)
    return Part(found[:size], has_more or len(found) > size)


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of a member's timeline that is asked for: these kinds, behind a place, so many."""

    member_id: str
    kinds: frozenset[Kind]
    before: Place | None
    size: int
