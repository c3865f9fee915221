"""What became of an offer to a member, and what is written of it."""

from dataclasses import dataclass
from datetime import date, datetime

from services.feedback.offers.domain.section import Basis


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer that a member saw, once a local day."""

    brand: str
    member_id: str
    offer: str
    series: str
    day: date
    at: datetime
    basis: Basis


@dataclass(frozen=True, slots=True)
class Ordered:
    """A member's order: the named series of its lines, and when it was made."""

    brand: str
    member_id: str
    order: str
    at: datetime
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """How an offer was taken; a member counts once a day."""

    shown: int = 0
    declined: int = 0
    taken: int = 0
    explored: int = 0
    explored_taken: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """A write that takes effect once for its id; `content` is a digest of what is compared."""

    brand: str
    id: str
    content: bytes


Lesson = tuple[date, str]
"""The local day, and the revision of the programme, by which something was learnt."""
