"""How far the publishing of a brand is, and the places within a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class Celebrated(NamedTuple):
    """A member, and the key of the birthday."""

    member_id: str
    key: str


class Day(NamedTuple):
    """A local day, and the instants at which it begins and ends."""

    date: date
    begins_at: datetime
    ends_at: datetime


class Begun(NamedTuple):
    """A member who was enrolled, or first ordered, on a day; a place to go on after, too.

    `at` is the instant of an enrolment; of a first order only the day is known.
    """

    member_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The last local day that is published whole, and when birthdays were looked for last."""

    done: date | None = None
    looked_at: datetime | None = None
