"""Facts as they stand at one time: windows read as of a local day, so no job has to move them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.members.activities.domain.facts import BOUGHT_DAYS, WINDOWS, Facts
from services.members.activities.domain.nearness import NearStore, usual


@dataclass(frozen=True, slots=True)
class FactsNow:
    """`orders_in` and `spent_minor_in` by days of the window; pieces by name, most first. `near`:
    the store that is usually the nearest, None where no place is known."""

    as_of: datetime
    last_seen_at: datetime | None
    orders: int
    spent_minor: int
    orders_in: Mapping[int, int]
    spent_minor_in: Mapping[int, int]
    active_days: int
    first_order_on: date | None
    last_order_at: datetime | None
    favourite_series: str
    series: tuple[tuple[str, int], ...]
    articles: tuple[tuple[str, int], ...]
    near: NearStore | None = None

    @staticmethod
    def of(facts: Facts, today: date, now: datetime) -> "FactsNow":
        """The facts at `now`, on the brand's local day `today`."""
        first = today - timedelta(days=BOUGHT_DAYS - 1)
        articles = {name: each.pieces for name, each in facts.bought.articles.items()}
        return FactsNow(
            as_of=now,
            last_seen_at=facts.last_seen_at,
            orders=facts.orders.total,
            spent_minor=facts.spent.total,
            orders_in={days: facts.orders_in(days, today) for days in WINDOWS},
            spent_minor_in={days: facts.spent_in(days, today) for days in WINDOWS},
            active_days=facts.active_days(today),
            first_order_on=facts.first_order_on,
            last_order_at=facts.last_order_at,
            favourite_series=facts.bought.favourite(first, today),
            series=_most_first(facts.bought.by_series(first, today)),
            articles=_most_first(articles),
            near=usual(facts.near, today),
        )


def _most_first(pieces: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(pieces.items(), key=lambda each: (-each[1], each[0])))
