"""What members of a segment say more, or less, than members of another one, or than all others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.common.clock import Clock
from services.common.errors import invalid
from services.feedback.analysis.domain.taxonomy import name_of, taxonomy
from services.feedback.items.domain.differences import (
    Compared,
    Heard,
    Kind,
    Question,
    Side,
    Subject,
    differences_of,
)
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme, Text
from services.feedback.routing.domain.routing import routing_rules

DAYS_MAX = 90
DAYS_USUAL = 30
ITEMS_MAX = 200_000
"""In the time that is asked about: more take a database longer than anybody waits."""
_CODE = re.compile(r"[a-z][a-z0-9_]{0,47}")


class DifferenceStore(Protocol):
    """Counts of members who said something, by where they stand."""

    async def are_more(self, brand: str, since: datetime, until: datetime, most: int) -> bool:
        """Whether more than `most` items came in from `since` until before `until`."""
        ...

    async def heard(self, brand: str, asked: Question) -> Mapping[Side, Heard]:
        """Who said something with their name; nobody who is erased."""
        ...


@dataclass(frozen=True)
class Differences:
    """The differences, with the names of topics and categories."""

    asked: Question
    sides: Mapping[Side, int]
    """Members who said something; of a side without any, nothing."""
    compared: Sequence[Compared]
    names: Mapping[Subject, Text]


async def feedback_differences(
    store: DifferenceStore,
    programmes: Programmes,
    clock: Clock,
    brand: str,
    segment: str,
    against: str,
    since: datetime | None,
    until: datetime | None,
) -> Differences:
    """The differences of what came in from `since` until before `until`, by default in the last
    30 days. Segments are as they are known now.

    Raises an INVALID_ARGUMENT refusal for no code of a segment, twice the same one, no time, more
    than 90 days, or more than 200,000 items.
    """
    until = until or clock.now()
    asked = _checked(segment, against, since or until - timedelta(days=DAYS_USUAL), until)
    if await store.are_more(brand, asked.since, asked.until, ITEMS_MAX):
        raise invalid("from", f"more than {ITEMS_MAX} items in this time: choose a shorter one")
    sides = await store.heard(brand, asked)
    compared = differences_of(sides)
    programme = await programmes.of(brand) or Programme()
    return Differences(
        asked,
        {side: heard.members for side, heard in sides.items()},
        compared,
        _names([each.subject for each in compared], programme),
    )


def _checked(segment: str, against: str, since: datetime, until: datetime) -> Question:
    for name, code in (("segment", segment), ("against", against)):
        if not _CODE.fullmatch(code) and (code or name == "segment"):
            raise invalid(name, "the code of a segment: a-z, 0-9 and _, at most 48 characters")
    if segment == against:
        raise invalid("against", "another segment, or none for all others")
    if not since < until:
        raise invalid("until", "must be after the beginning")
    if until - since > timedelta(days=DAYS_MAX):
        raise invalid("from", f"at most {DAYS_MAX} days before the end")
    return Question(segment, against, since, until)


def _names(subjects: Sequence[Subject], programme: Programme) -> dict[Subject, Text]:
    issues, categories = programme.section(taxonomy), programme.section(routing_rules).categories
    names = {}
    for each in subjects:
        if each.kind is Kind.TOPIC:
            names[each] = name_of(each.code, issues)
        elif each.kind is Kind.CATEGORY:
            names[each] = categories.get(each.code, Text(each.code, each.code))
    return names
