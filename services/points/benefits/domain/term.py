"""The term of a grant: a month, a year, or a year of membership, in the brand's civil days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Per(StrEnum):
    """How long a term is."""

    MONTH = "month"
    YEAR = "year"
    MEMBERSHIP_YEAR = "membership_year"


class Term(NamedTuple):
    """Local days from `first` to `last`, both included."""

    first: date
    last: date


def term_of(per: Per, today: date, enrolled_on: date | None) -> Term | None:
    """The term in which `today` lies.

    None for a year of membership of a member whose enrolment is unknown, or later than `today`.
    """
    if per is Per.MONTH:
        first = today.replace(day=1)
        return Term(first, first.replace(day=monthrange(today.year, today.month)[1]))
    if per is Per.YEAR:
        return Term(date(today.year, 1, 1), date(today.year, 12, 31))
    if enrolled_on is None or enrolled_on > today:
        return None
    begun = today.year if _anniversary(enrolled_on, today.year) <= today else today.year - 1
    following = _anniversary(enrolled_on, begun + 1)
    return Term(_anniversary(enrolled_on, begun), following - timedelta(days=1))


def _anniversary(enrolled_on: date, year: int) -> date:
    """Its day in `year`; 29 February is kept on the 28th."""
    last = monthrange(year, enrolled_on.month)[1]
    return date(year, enrolled_on.month, min(enrolled_on.day, last))
