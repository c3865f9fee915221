"""The copy of members' facts, as rooms above use it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from services.feedback.fact_store.domain import FactsChanged, ToldFacts


class MemberFacts(Protocol):
    """A copy of what members tells; it may be behind, and a member may be missing in it."""

    async def of(self, brand: str, member_id: str) -> ToldFacts:
        """What is told of a member."""
        ...

    async def keep(self, changes: Sequence[FactsChanged]) -> None:
        """Take over changes; one that is not later than what is known changes nothing."""
        ...

    async def forget(self, brand: str, member_id: str) -> None:
        """Let go the facts of a member, who is erased: none that come later are kept either."""
        ...

    async def remember(self, brand: str, member_id: str) -> None:
        """Facts of a member are kept again: the merge into another was undone."""
        ...


class FactsOfMany(MemberFacts, Protocol):
    """The same copy, for those who ask about many members at once."""

    async def of_many(self, brand: str, member_ids: Collection[str]) -> Mapping[str, ToldFacts]:
        """What is told of members, in one read; of whom nothing is, may be left out."""
        ...
