"""Opening hours as people write them in a table: `Mon-Fri 10:00-22:00; Sat,Sun 09:00-02:00`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.members.stores.domain.store import DAY_MINUTES, OpenInterval, StoreInvalid

TEXT_CHARS_MAX = 1_000
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})", re.ASCII)
_FORM = "hours are written as `Mon-Fri 10:00-14:00,17:00-22:00; Sat,Sun 09:00-02:00`"


def intervals_of(text: str) -> tuple[OpenInterval, ...]:
    """The intervals of `text`, in its order; a closing not later than its opening is the next
    day's. Raises StoreInvalid."""
    if len(text) > TEXT_CHARS_MAX:
        raise StoreInvalid("hours", f"at most {TEXT_CHARS_MAX} characters")
    return tuple(each for part in text.split(";") if part.strip() for each in _part(part.strip()))


def _part(part: str) -> Iterator[OpenInterval]:
    days, _, times = part.partition(" ")
    spans = [_span(each.strip()) for each in times.split(",")]
    for weekday in _weekdays(days.lower()):
        for opens, closes in spans:
            yield OpenInterval(weekday, opens, closes)


def _weekdays(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin, end = _weekday(first), _weekday(last if dash else first)
        # Sat-Mon goes over the end of the week.
        for step in range((end - begin) % 7 + 1):
            yield (begin + step - 1) % 7 + 1


def _weekday(text: str) -> int:
    if text not in _DAYS:
        raise StoreInvalid("hours", _FORM)
    return _DAYS.index(text) + 1


def _span(text: str) -> tuple[int, int]:
    found = _TIMES.fullmatch(text)
    if found is None:
        raise StoreInvalid("hours", _FORM)
    opens, closes = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
    in_hour = int(found[2]) < 60 and int(found[4]) < 60
    if not in_hour or opens >= DAY_MINUTES or closes > DAY_MINUTES:
        raise StoreInvalid("hours", "times are from 00:00 to 24:00")
    return opens, closes if closes > opens else closes + DAY_MINUTES
