"""The storage and the neighbours that the commands need."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.feedback.audience.domain import Reached
from services.feedback.reach.domain.touch import HandedOver, Judged, Touch, TouchFilter
from services.feedback.timers.domain import Timer

Judge = Callable[[str, str, Reached | None, Sequence[Touch]], Awaitable[Judged]]
"""Judges the open touches of a brand's member; it may run again after a lost race."""


class Touches(Protocol):
    """Touches of all brands; each call names one, and never shows another's."""

    async def wish(self, brand: str, touches: Sequence[Touch]) -> None:
        """Keep new touches with their timers; those that are known already change nothing."""
        ...

    async def judge(self, timers: Sequence[Timer], now: datetime, judge: Judge) -> Sequence[Timer]:
        """In one transaction take `timers`, judge the due touches of their members, and keep what
        became of them: which timers it took."""
        ...

    async def planned(self, timers: Sequence[Timer]) -> Sequence[tuple[str, Touch]]:
        """The touches of `timers` that wait to be handed over, each with its brand."""
        ...

    async def hand_over(
        self, timers: Sequence[Timer], ended: Sequence[HandedOver]
    ) -> Sequence[Timer]:
        """In one transaction take `timers` and keep the ends of their touches, with the messages
        in the inbox; none for a member who was erased meanwhile."""
        ...

    async def find(self, brand: str, touch_id: str) -> Touch | None: ...

    async def page(
        self, brand: str, only: TouchFilter, before: str, limit: int
    ) -> Sequence[tuple[str, Touch]]:
        """The newest touches before the place `before`, or from the newest for "", each with its
        place."""
        ...


class Audience(Protocol):
    """The copy of members that messages need."""

    async def of(self, brand: str, member_id: str) -> Reached | None:
        """A member; None for one that is not known, or erased."""
        ...


class Contacts(Protocol):
    """The members service, asked at the moment of handing over."""

    async def refusals(
        self, brand: str, purpose: str, channel: str, message: str, member_ids: Sequence[str]
    ) -> Mapping[str, str]:
        """Why a member may not be reached for `purpose` by the contact channel: `no_consent`,
        `no_address`, `erased` or `no_member`; who may is left out. At most 100 members."""
        ...
