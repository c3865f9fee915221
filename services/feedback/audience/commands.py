"""The copy of members, as rooms above use it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from services.feedback.audience.domain import Change, Ordered, Reached


class Audience(Protocol):
    """A copy of what members tells; it may be behind, and a member may be missing in it."""

    async def of(self, brand: str, member_id: str) -> Reached | None:
        """A member; None for one that is not known, or erased."""
        ...

    async def first_orders(self, orders: Sequence[Ordered]) -> Collection[str]:
        """The event ids of those that are the first order of their member."""
        ...

    async def keep(self, changes: Sequence[Change]) -> None:
        """Take over changes; one that is not later than what is known changes nothing."""
        ...
