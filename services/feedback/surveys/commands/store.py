"""The storage that the commands need. Each call names one brand and never shows another's."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.feedback.surveys.domain.member import KnownMember, MemberChange, Standing
from services.feedback.surveys.domain.offer import Offer, Untold
from services.feedback.surveys.domain.reply import Reply
from services.feedback.surveys.domain.results import Comment, Grouping, Tally
from services.feedback.surveys.domain.section import Survey


@dataclass(frozen=True, slots=True)
class Request:
    """A write that takes effect once for its id; `content` is a digest of what is compared."""

    brand: str
    id: str
    content: bytes


class Answering(Protocol):
    """The offers of a brand within one transaction."""

    async def get(self, offer_id: str) -> Offer | None: ...

    async def member(self, member_id: str) -> KnownMember: ...

    async def keep_part(self, offer: Offer, replies: Sequence[Reply]) -> None:
        """Keep the replies so far beside the offer."""
        ...

    async def finish(
        self,
        offer: Offer,
        survey: Survey,
        replies: Sequence[Reply],
        standing: Standing,
        day: date,
    ) -> None:
        """Keep the answer, publish that it came, and have members told of it. `offer` has its
        `answered_at`, and `day` is the local day."""
        ...


class SurveyStore(Protocol):
    """Offers and answers of all brands."""

    async def know(self, changes: Sequence[MemberChange]) -> None:
        """Take over what is told of members; of each part the latest stands."""
        ...

    async def forget(self, brand: str, member_id: str) -> None:
        """Let a member's words, open offers and standing go; none is offered any more."""
        ...

    async def member(self, brand: str, member_id: str) -> KnownMember: ...

    async def around(
        self, brand: str, after: tuple[int, str], until: int, limit: int
    ) -> list[tuple[int, str]]:
        """Points and ids of members behind `after`, whose points are below `until`, in order."""
        ...

    async def offer(self, brand: str, survey: Survey, offer: Offer, month: str) -> bool:
        """Make the offer and publish it, unless the member was asked too lately, or enough were
        asked in `month`: whether it is made now."""
        ...

    async def round_place(
        self, brand: str, survey: str, month: str
    ) -> tuple[int, str, bool] | None:
        """How far the month's round has come: point, id, and whether it is done. None before."""
        ...

    async def move_round(
        self, brand: str, survey: str, month: str, place: tuple[int, str], *, done: bool
    ) -> None: ...

    async def is_full(self, brand: str, survey: Survey, month: str) -> bool:
        """Whether enough members were asked in the month."""
        ...

    async def open_offers(self, brand: str, member_id: str, now: datetime) -> list[Offer]:
        """The offers that can be answered, the one that ends next first."""
        ...

    async def once(
        self,
        brand: str,
        request_id: str,
        content: bytes,
        change: Callable[[Answering], Awaitable[Offer]],
    ) -> tuple[Offer, bool]:
        """Do `change` once for this request id: the offer then, and whether that is a replay."""
        ...

    async def find(self, brand: str, offer_id: str) -> Offer | None: ...

    async def untold(self, now: datetime, limit: int) -> list[Untold]:
        """Answered offers that are to be told at `now`, of all brands."""
        ...

    async def told(self, told: Sequence[Untold]) -> None:
        """Members knows of these."""
        ...

    async def tell_later(self, untold: Sequence[Untold], at: datetime) -> None: ...

    async def counts(self, brand: str) -> Mapping[str, tuple[int, int]]:
        """Offers, and answered ones, by survey."""
        ...

    async def tallies(
        self, brand: str, survey: Survey, since: date | None, until: date | None
    ) -> tuple[Tally, Mapping[tuple[Grouping, str], Tally]]:
        """The answers of all, and by group. The days don't apply to an anonymous survey."""
        ...

    async def comments(
        self, brand: str, survey: Survey, after: str, limit: int
    ) -> list[Comment]: ...


class Activities(Protocol):
    """The members service, as far as it takes activities."""

    async def record(self, brand: str, told: Sequence[Untold]) -> None:
        """Record that these were answered; a repeat changes nothing. Raises what a call raises."""
        ...
