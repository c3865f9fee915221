"""A member's adviser, the history, and who may be one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.members.programme.domain.rules import Rules

PAST_MAX = 50
TICK = timedelta(milliseconds=1)
"""The least between two changes of a member's adviser: times are kept by the millisecond."""


class AdviserNotFound(Exception):
    """The programme in force has no such adviser."""

    reason = "ADVISER_NOT_FOUND"
    field = "person"


class AdviserUnchanged(Exception):
    """The member has this adviser already, or has none to take away."""

    reason = "ADVISER_UNCHANGED"
    field = "person"


@dataclass(frozen=True, slots=True)
class AdviserName:
    """The name that members see."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Given:
    """`person` is the adviser ("": nobody) from `since`, by the operator `by` with a reason."""

    person: str
    since: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MemberAdviser:
    """The adviser of now, and those of before with the time of their end, the latest first."""

    now: Given
    past: tuple[tuple[Given, datetime], ...] = ()

    @property
    def person(self) -> str:
        return self.now.person


def changed(known: MemberAdviser | None, given: Given) -> MemberAdviser:
    """The adviser after a change. Raises AdviserUnchanged.

    Its time is later than that of the change before, also by a clock that stands: followers tell
    the later one of two by it.
    """
    if given.person == ("" if known is None else known.person):
        raise AdviserUnchanged(given.person or "no adviser")
    if known is None:
        return MemberAdviser(given)
    given = replace(given, since=max(given.since, known.now.since + TICK))
    ended = ((known.now, given.since),) if known.person else ()
    return MemberAdviser(given, (*ended, *known.past)[:PAST_MAX])


def advisers_of(rules: Rules) -> Mapping[str, AdviserName]:
    """The names of a programme's advisers by person, in its order."""
    return rules.section(parse_advisers)


def parse_advisers(rules: Rules) -> Mapping[str, AdviserName]:
    """The section `advisers`. Raises KeyError or ValueError where it can't be read."""
    written: Sequence[Mapping[str, Any]] = rules.document.get("advisers", ())
    return {each["person"]: AdviserName(each["name"]["zh"], each["name"]["en"]) for each in written}
