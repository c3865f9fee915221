"""RFM: members scored from 1 to 3 by recency, frequency and money, by cut points of the brand or
terciles of its members; and value by activity.

All of orders that are kept. Recency: local days since the latest. Frequency: orders of 365 days.
Money: what was paid in them, less what went back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.members.activities.domain.facts import Facts
from services.members.programme.domain.rules import Rules

RFM_DAYS = 365
HIGH_SPENT_MINOR = 80_000
"""Above it a member's value to date is high, where the programme says nothing else."""
ACTIVE_ABOVE = 3
"""Days of 30 above which a member is active, which is more than 10 percent of them."""


@dataclass(frozen=True, slots=True)
class Measures:
    """A member with a kept order on one local day, as RFM looks at them; money in minor units."""

    recency_days: int
    orders: int
    spent_minor: int

    @staticmethod
    def of(facts: Facts, today: date) -> "Measures | None":
        """Measured on `today`; None of a member who kept no order until then."""
        last = facts.last_order_on
        if last is not None and last > today:
            # A later order is known already, so that the latest until then is looked for.
            until = [day for day in facts.orders.by_day if day <= today]
            last = max(until, default=facts.first_order_on)
        if last is None or last > today:
            return None
        spent = facts.spent_in(RFM_DAYS, today)
        return Measures((today - last).days, facts.orders_in(RFM_DAYS, today), max(0, spent))


@dataclass(frozen=True, slots=True)
class Cuts:
    """Of each pair: the first cut point gives 3 to recency and 2 to the others, the second 2 and 3.

    `recency_days` are the most days of a score, `orders` and `spent_minor` the least.
    """

    recency_days: tuple[int, int]
    orders: tuple[int, int]
    spent_minor: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RfmScores:
    """Each from 1 to 3, 3 the best; `value_class` is the programme's word for the pair of recency
    and money."""

    recency: int
    frequency: int
    monetary: int
    value_class: str


@dataclass(frozen=True, slots=True)
class RfmSection:
    """`classes`: by recency and money. `cuts`: None where they are terciles, until a run told them.

    Above `high_spent_minor` to date a member's value is high, above `active_above` days of 30 a
    member is active.
    """

    cuts: Cuts | None
    classes: Mapping[tuple[int, int], str]
    high_spent_minor: int = HIGH_SPENT_MINOR
    active_above: int = ACTIVE_ABOVE

    def cut_by(self, cuts: Cuts | None) -> "RfmSection":
        """By its own cut points, or by the `cuts` of the last run where it has none."""
        return self if self.cuts is not None or cuts is None else replace(self, cuts=cuts)

    def scores(self, facts: Facts, today: date) -> RfmScores | None:
        """The scores on the local day `today`; None of a member who keeps no order, and without cut
        points."""
        measures = Measures.of(facts, today)
        return None if measures is None or self.cuts is None else self.scored(measures, self.cuts)

    def scored(self, measures: Measures, cuts: Cuts) -> RfmScores:
        """The scores of these measures by these cut points."""
        recency = 3 - sum(measures.recency_days > most for most in cuts.recency_days)
        monetary = 1 + sum(measures.spent_minor >= least for least in cuts.spent_minor)
        return RfmScores(
            recency=recency,
            frequency=1 + sum(measures.orders >= least for least in cuts.orders),
            monetary=monetary,
            value_class=self.classes.get((recency, monetary), ""),
        )

    def is_high(self, facts: Facts) -> bool:
        """True where what the member paid to date, less what went back, is a high value."""
        return facts.spent.total > self.high_spent_minor

    def is_active(self, facts: Facts, today: date) -> bool:
        """True where the member was active on enough of the last 30 days."""
        return facts.active_days(today) > self.active_above


@dataclass(frozen=True, slots=True)
class Parsed:
    """A section that may be missing: a parser never gives None."""

    section: RfmSection | None


def rfm_section(rules: Rules) -> RfmSection | None:
    """The section of a programme; None where it has none, and nobody is scored."""
    return rules.section(parse_rfm).section


def parse_rfm(rules: Rules) -> Parsed:
    """The section `rfm`. Raises KeyError or ValueError where it can't be read."""
    written: Mapping[str, Any] | None = rules.document.get("rfm")
    if written is None:
        return Parsed(None)
    classes = {
        (int(pair[1]), int(pair[3])): code for pair, code in written.get("classes", {}).items()
    }
    cuts = None
    if written.get("cut", "points") == "points":
        cuts = Cuts(
            recency_days=_pair(written["recency_days"]),
            orders=_pair(written["orders"]),
            spent_minor=_pair(written["spent_minor"]),
        )
    value = written.get("value_activity", {})
    return Parsed(
        RfmSection(
            cuts=cuts,
            classes=classes,
            high_spent_minor=int(value.get("spent_minor_above", HIGH_SPENT_MINOR)),
            active_above=int(value.get("active_days_above", ACTIVE_ABOVE)),
        )
    )


def _pair(written: list[int]) -> tuple[int, int]:
    first, second = written
    return first, second
