"""When time alone may change what conditions see of a member."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.members.activities.domain.facts import ACTIVE_DAYS, BOUGHT_DAYS
from services.members.activities.domain.nearness import KEPT_DAYS
from services.members.identities.domain.birthday import SolarOf, parse
from services.members.identities.domain.profile_facts import is_lunar
from services.members.programme.domain.rules import Rules
from services.members.segments.domain.known_member import KnownMember

DAILY = -1
"""Among the terms of a counter of days: a condition uses it so that each day may matter."""


@dataclass(frozen=True, slots=True)
class Aging:
    """The facts among those that conditions name which time changes.

    `windows`: days over which orders or money are counted. `last_order`, `enrolled`: the numbers of
    days that these counters are compared with.
    """

    windows: frozenset[int] = frozenset()
    active: bool = False
    bought: bool = False
    age: bool = False
    birthday_month: bool = False
    near: bool = False
    last_order: frozenset[int] = frozenset()
    enrolled: frozenset[int] = field(default_factory=frozenset)

    def next_at(self, known: KnownMember, rules: Rules, now: datetime) -> datetime | None:
        """The next instant at which time alone may change one of the facts; None for never.

        It may come too early, never too late.
        """
        today = rules.local_day(now)
        days = (day for day in self._days(known, rules, today) if day > today)
        day = min(days, default=None)
        instants = (known.tags.next_expiry(now), None if day is None else rules.midnight(day))
        return min((each for each in instants if each is not None), default=None)

    def _days(self, known: KnownMember, rules: Rules, today: date) -> Iterator[date]:
        facts = known.facts
        for window in self.windows:
            for day in facts.orders.by_day.keys() | facts.spent.by_day.keys():
                yield day + timedelta(days=window)
                # What is told ahead of its day counts from that day on.
                yield day
        if self.active:
            for ordinal in facts.active:
                yield date.fromordinal(ordinal + ACTIVE_DAYS)
                yield date.fromordinal(ordinal)
        if self.bought:
            for pieces in facts.bought.series.values():
                for ordinal in pieces:
                    yield date.fromordinal(ordinal + BOUGHT_DAYS)
                    yield date.fromordinal(ordinal)
        if self.near:
            for ordinal in facts.near:
                yield date.fromordinal(ordinal + KEPT_DAYS)
        if facts.last_order_on is not None:
            yield from _counted(facts.last_order_on, self.last_order, today)
        yield from _counted(rules.local_day(known.enrolled_at), self.enrolled, today)
        if self.age:
            yield from _birthdays(known.birthday, today, known.solar_of)
        if self.birthday_month and is_lunar(known.birthday):
            yield (today.replace(day=1) + timedelta(days=31)).replace(day=1)


def _counted(since: date, terms: frozenset[int], today: date) -> Iterator[date]:
    if DAILY in terms:
        yield today + timedelta(days=1)
    for term in terms:
        # At `term` days == and >= come to hold, a day later > does.
        if 0 <= term <= DAYS_MAX:
            yield since + timedelta(days=term)
            yield since + timedelta(days=term + 1)


DAYS_MAX = 100_000
"""A counter never comes to more."""


def _birthdays(text: str, today: date, solar_of: SolarOf) -> Iterator[date]:
    """The days of this year and the next on which the member becomes older."""
    try:
        born = parse(text).born_on(solar_of) if text else None
    except ValueError:
        return
    if born is None:
        return
    # The 29th of February counts from 1 March in a common year; the 28th before is only too early.
    leap = (born.month, born.day) == (2, 29)
    for year in (today.year, today.year + 1):
        day = date(year, born.month, 28 if leap else born.day)
        yield from (day + timedelta(days=later) for later in range(3 if leap else 1))
