"""RFM: members scored from 1 to 3 by recency, frequency and money, by the brand's cut points.

Recency: local days since the latest order. Frequency: orders of 365 days. Money: what was paid in
them, less what went back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.members.activities.domain.facts import Facts
from services.members.programme.domain.rules import Rules

RFM_DAYS = 365


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
    """Of each pair: the first cut point gives 3 to recency and 2 to the others, the second 2 and 3.

    `recency_days` are the most days of a score, `orders` and `spent_minor` the least. `classes`: by
    recency and money.
    """

    recency_days: tuple[int, int]
    orders: tuple[int, int]
    spent_minor: tuple[int, int]
    classes: Mapping[tuple[int, int], str]

    def scores(self, facts: Facts, today: date) -> RfmScores | None:
        """The scores on the local day `today`; None of a member who never ordered."""
        if facts.last_order_on is None:
            return None
        days = max(0, (today - facts.last_order_on).days)
        recency = 3 - sum(days > most for most in self.recency_days)
        orders, spent = facts.orders_in(RFM_DAYS, today), facts.spent_in(RFM_DAYS, today)
        monetary = 1 + sum(spent >= least for least in self.spent_minor)
        return RfmScores(
            recency=recency,
            frequency=1 + sum(orders >= least for least in self.orders),
            monetary=monetary,
            value_class=self.classes.get((recency, monetary), ""),
        )


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
    return Parsed(
        RfmSection(
            recency_days=_pair(written["recency_days"]),
            orders=_pair(written["orders"]),
            spent_minor=_pair(written["spent_minor"]),
            classes=classes,
        )
    )


def _pair(written: list[int]) -> tuple[int, int]:
    first, second = written
    return first, second
