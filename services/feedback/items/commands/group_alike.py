"""Put items that say nearly the same into groups, and make a crisis of many at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.feedback.programme.commands import Programmes
from services.feedback.routing.domain.crisis import CrisisTerms, crisis_terms
from services.feedback.timers.domain import Timer


class Groups(Protocol):
    """Groups of alike items."""

    async def fire(
        self,
        timers: Sequence[Timer],
        terms_of: Callable[[str], CrisisTerms | None],
        now: datetime,
    ) -> Sequence[Timer]:
        """In one transaction, delete `timers`, put the items that they name into groups, and make
        an
        item of a crisis: which timers it took."""
        ...


async def group_alike(
    groups: Groups, programmes: Programmes, clock: Clock, timers: Sequence[Timer]
) -> Sequence[Timer]:
    """Fire `timers` of items that came in: which of them this worker took.

    It runs behind the taking in, which waits for nothing. A crisis is made once a group.
    """
    terms = {}
    for brand in sorted({timer.brand for timer in timers}):
        programme = await programmes.of(brand)
        terms[brand] = None if programme is None else programme.section(crisis_terms)
    return await groups.fire(timers, terms.__getitem__, clock.now())
