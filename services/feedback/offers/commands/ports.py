"""What next offers need of storage, and of other rooms."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from services.feedback.offers.domain.association import Days, Learnt
from services.feedback.offers.domain.record import Figure, Lesson, Ordered, Request, Shown


class OfferRecords(Protocol):
    """What became of offers, and what was learnt. Kept by storage/records.py."""

    async def answered(self, request: Request) -> str | None:
        """The answer to this request; None when it is new. Raises REQUEST_ID_REUSED."""
        ...

    async def show(self, request: Request, shown: Sequence[Shown]) -> tuple[str, bool]:
        """Keep what the member saw: how many that are, and True for a repeat. Nothing is kept of
        an erased member."""
        ...

    async def decline(self, request: Request, shown: Shown, since: datetime) -> tuple[str, bool]:
        """Keep that the member declined it, unless they did since then: when, and True for a
        repeat."""
        ...

    async def declined(self, brand: str, member_id: str, since: datetime) -> frozenset[str]:
        """The offers that the member declined since then."""
        ...

    async def take(self, orders: Sequence[Ordered], within: timedelta) -> None:
        """Those that were shown so shortly before an order of their series are taken by it."""
        ...

    async def forget(self, brand: str, member_id: str) -> None:
        """Delete what is kept of a member; nothing is kept later."""
        ...

    async def figures(self, brand: str, since: date) -> Mapping[str, Figure]:
        """By offer, what became of those shown since a day."""
        ...

    async def learnt(self, brand: str) -> tuple[Learnt, Lesson | None]:
        """What was learnt last, and when; None before the first."""
        ...

    async def learn(self, brand: str, lesson: Lesson, learnt: Learnt) -> None:
        """From now on that counts."""
        ...


class Orders(Protocol):
    """The series of members' orders, as insight keeps them."""

    async def of_member(self, brand: str, member_id: str, since: date) -> Mapping[str, Days]:
        """By series, the days of the member's orders since a day, in order."""
        ...

    def of_all(self, brand: str, since: date) -> AsyncIterator[Mapping[str, Days]]:
        """The same of each member who ordered."""
        ...
