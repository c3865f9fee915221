"""One thing that a member did, as insight counts it."""

from dataclasses import dataclass
from datetime import datetime

ENROLMENT = "enrolment"
LEAVING = "leaving"
"""A member was erased, or merged into another."""
RETURNING = "returning"
"""A member's merge was undone."""
FEEDBACK = "feedback"
SATISFIED = "satisfied"
DISSATISFIED = "dissatisfied"
NOT_DONE_BY_MEMBERS = frozenset({ENROLMENT, LEAVING, RETURNING, FEEDBACK, SATISFIED, DISSATISFIED})
"""Happenings that do not make a member active."""
SERIES_MAX = 20
"""Of an order with more series, so many are kept."""
ORDER, REFUND, VISIT = "order", "refund", "visit"


@dataclass(frozen=True, slots=True)
class Happening:
    """`kind` is the type of an activity in lower case, or one of the words above.

    `minor` is money in minor units: what an order brought, or, below 0, what a refund took.
    `member_id` is "" where nobody is known.
    """

    id: str
    brand: str
    member_id: str
    kind: str
    at: datetime
    minor: int = 0
    store_id: str = ""
    channel: str = ""
    order: str = ""
    """Of orders and refunds: the channel that sold it, a slash, its number there."""
    source: str = ""
    """Of an enrolment: the source of the member's origin."""
    series: tuple[str, ...] = ()
    """Of orders: the series of its lines, each once and in order."""


@dataclass(frozen=True, slots=True)
class Move:
    """A merge: happenings of `old` count for `survivor` from now on; undone, for `old` again."""

    brand: str
    merge_id: str
    old: str
    survivor: str
    at: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """A member was erased: the happenings stay, with an id that names nobody."""

    brand: str
    member_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone of a brand's days, from now on."""

    brand: str
    name: str


Change = Happening | Move | Leave | Zone
