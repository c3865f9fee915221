"""A member's benefits as they stand now: what the card shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.points.benefits.domain.grant import Granted, due
from services.points.benefits.domain.section import Benefit, Uncounted
from services.points.benefits.domain.term import Term
from services.points.ledger.domain.record import Versioned


@dataclass(frozen=True, slots=True)
class CountedStatus:
    """`left` can be used now. `granted` and `until` are of the term; 0 and None for no grant."""

    benefit: Benefit
    left: int
    granted: int
    until: date | None


BenefitStatus = CountedStatus | Uncounted


def counted_status(
    benefit: Benefit,
    tier: str,
    term: Term | None,
    known: Versioned[Granted] | None,
    available: int,
    today: date,
) -> CountedStatus | None:
    """None where the tier does not give it and nothing is left of it.

    A term that nobody has granted yet is shown as granted, because a use would grant it first.
    """
    current = known.value if known and known.value.term.last >= today else None
    left, owed = max(0, available), due(benefit, tier, term, known)
    if owed is not None:
        had = 0
        if current and (current.per, current.term.first) == (owed.per, owed.term.first):
            had = current.times
        left, current = left + owed.times - had, owed
    if not left and tier not in benefit.times:
        return None
    if current is None:
        return CountedStatus(benefit, left, 0, None)
    return CountedStatus(benefit, left, current.times, current.term.last)
