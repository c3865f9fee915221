"""What a transaction on members offers to every capability.

Each capability declares what more it needs of its own unit. A function given to `transact` may run
again, so it changes nothing but its unit.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from services.members.domain.events import MemberEvent
from services.members.domain.facts import Facts, Standing
from services.members.domain.member import Member
from services.members.domain.record import Answered, Asked, Judged, KeptFacts, KeptGrowth

T = TypeVar("T")
U_co = TypeVar("U_co", covariant=True)


class AnsweringUnit(Protocol):
    """Remembers requests and their answers, for ever."""

    async def recall(
        self, brand: str, asked: Sequence[Asked]
    ) -> Mapping[str, Answered | Exception]:
        """By request id, of those known: the first answer, or the refusal of other content."""

    async def remember(self, brand: str, answers: Sequence[tuple[Asked, Answered]]) -> None:
        """Keep the answers with the effect."""


class PublishingUnit(Protocol):
    """Keeps decisions and publishes events with the change that they are about."""

    async def decide(self, brand: str, judged: Sequence[Judged], at: datetime) -> None:
        """Keep decisions."""

    async def publish(self, brand: str, events: Sequence[MemberEvent], at: datetime) -> None:
        """Publish events in this order."""


class MembersUnit(Protocol):
    """Reads members whole."""

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        """Those that exist, by id."""


class StandingsUnit(PublishingUnit, Protocol):
    """Reads and writes what members have on their ladders. What is not there yet is left out."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each was enrolled, of those that exist."""

    async def growth(self, brand: str, ids: Collection[str]) -> Mapping[str, Standing]:
        """Growth by member."""

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        """Facts by member."""

    async def keep_growth(self, brand: str, kept: Mapping[str, KeptGrowth]) -> None:
        """Write growth by member."""

    async def keep_facts(self, brand: str, kept: Mapping[str, KeptFacts]) -> None:
        """Write facts by member."""


class Transactions(Protocol[U_co]):
    """Where transactions come from."""

    async def transact(self, work: Callable[[U_co], Awaitable[T]]) -> T:
        """Do `work` in one transaction, again after a lost race."""
