"""Facts of what a member did as other services are told them: those that conditions name.

Windows go on moving while nothing happens, so orders and money are told by day, as far back as the
longest window named and `LATE_DAYS` more: the follower reads them as of an activity's own day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import TypeVar

from services.members.activities.domain.facts import (
    ACTIVE_DAYS,
    BOUGHT_DAYS,
    LATE_DAYS,
    WINDOWS,
    Facts,
)
from services.members.events.domain import ActivityFacts

_ORDER_WINDOWS = {f"{what}_{days}d": days for what in ("orders", "spent_minor") for days in WINDOWS}
_MAP_KEY = "/"
T = TypeVar("T")


def activity_facts(
    facts: Facts, names: Sequence[str], today: date, programme_version: int
) -> ActivityFacts:
    """The facts of `names`, where `name/key` names one key of a map.

    A version with more activities stands, then what a later programme names.
    """
    named = {name.partition(_MAP_KEY)[0] for name in names}
    window = max((_ORDER_WINDOWS[name] for name in named & _ORDER_WINDOWS.keys()), default=0)
    last = facts.last_order_on if "last_order_days" in named else None
    return ActivityFacts(
        version=(facts.revision, programme_version),
        names=tuple(names),
        orders=facts.orders.total if "orders" in named else 0,
        spent_minor=facts.spent.total if "spent_minor" in named else 0,
        days=_days(facts, today - timedelta(days=window + LATE_DAYS)) if window else (),
        active_days=_active(facts, today) if "active_days_30d" in named else (),
        last_order_day=last.toordinal() if last else 0,
        series=_series(facts, names, today),
        articles=_articles(facts, names),
    )


def _days(facts: Facts, first: date) -> tuple[tuple[int, int, int], ...]:
    orders, spent = facts.orders.by_day, facts.spent.by_day
    days = sorted(day for day in orders.keys() | spent.keys() if day >= first)
    return tuple((day.toordinal(), orders.get(day, 0), spent.get(day, 0)) for day in days)


def _active(facts: Facts, today: date) -> tuple[int, ...]:
    first = today.toordinal() - ACTIVE_DAYS - LATE_DAYS
    return tuple(sorted(day for day in facts.active if day >= first))


def _series(
    facts: Facts, names: Iterable[str], today: date
) -> tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]:
    first = today.toordinal() - BOUGHT_DAYS - LATE_DAYS
    told = []
    for name, days in _named(facts.bought.series, "bought", names):
        kept = sorted((day, pieces) for day, pieces in days.items() if day >= first)
        if kept:
            told.append((name, tuple(day for day, _ in kept), tuple(n for _, n in kept)))
    return tuple(told)


def _articles(facts: Facts, names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    named = _named(facts.bought.articles, "bought_article", names)
    return tuple((name, each.pieces) for name, each in named)


def _named(known: Mapping[str, T], fact: str, names: Iterable[str]) -> list[tuple[str, T]]:
    """Of what is `known`, the keys of the map `fact` that `names` ask for, in order."""
    if fact in names:
        return sorted(known.items(), key=itemgetter(0))
    # Most programmes name a key or none, and members have hundreds.
    keys = (
        name.removeprefix(fact + _MAP_KEY) for name in names if name.startswith(fact + _MAP_KEY)
    )
    return [(key, known[key]) for key in sorted(set(keys)) if key in known]
