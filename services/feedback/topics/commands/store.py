"""The storage and the neighbours that the commands need. Each call names one brand and never shows
another's."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.feedback.topics.domain.asked import PostFilter, Request
from services.feedback.topics.domain.edition import Edition, OfBrand, SlotState
from services.feedback.topics.domain.letter import Letter
from services.feedback.topics.domain.post import Post, StepKind
from services.feedback.topics.domain.section import Slot


class Changing(Protocol):
    """Posts, likes and slots of a brand within one transaction."""

    async def post(self, post_id: str) -> Post | None: ...

    async def meet(self, member_id: str) -> None:
        """Of two writes of a member, one runs behind the other from here on. Raises a MEMBER_ERASED
        refusal."""
        ...

    async def posts_on(self, member_id: str, day: str) -> int:
        """How many posts the member wrote on the day, YYYY-MM-DD."""
        ...

    async def alike(self, sameness: str, since: datetime) -> str:
        """The id of a post with these words that was written since; "" for none."""
        ...

    async def add(self, post: Post, day: str, sameness: str) -> None:
        """Keep a new post and publish that it is there."""
        ...

    async def put(self, post: Post, kind: StepKind) -> None:
        """Keep all of the post but its likes, and publish what happened."""
        ...

    async def send(self, letter: Letter) -> None:
        """Keep the letter, unless there is one of its id."""
        ...

    async def like(self, post: Post, member_id: str, *, liked: bool, at: datetime) -> None:
        """Let the member's like of the post be there or not; it may be so already."""
        ...

    async def counted(self, slot: str, limit: int) -> list[Edition]:
        """The latest counted editions of the slot, the oldest first."""
        ...

    async def slot_state(self, slot: str) -> SlotState: ...

    async def put_slot(self, slot: Slot, state: SlotState) -> None:
        """Keep the state and publish which topic the slot has."""
        ...


class TopicStore(Protocol):
    """Posts, likes, editions, slots and letters of all brands."""

    async def once(
        self, request: Request, change: Callable[[Changing], Awaitable[str]]
    ) -> tuple[str, bool]:
        """Do `change` once for this request id: the id that it gave, and whether that is a
        replay."""
        ...

    async def find(self, brand: str, post_id: str) -> Post | None: ...

    async def page(
        self, brand: str, only: PostFilter, before: str, limit: int
    ) -> Sequence[tuple[str, Post]]:
        """Posts behind the place `before`, or the first for "", each with its place."""
        ...

    async def liked(self, brand: str, member_id: str, post_ids: Collection[str]) -> set[str]:
        """Those of the posts that the member likes."""
        ...

    async def posts_on(self, brand: str, member_id: str, day: str) -> int: ...

    async def open_posts(self, brand: str, topics: Sequence[str]) -> dict[str, int]:
        """The number of open posts by topic; topics without one may be left out."""
        ...

    async def open_edition(self, brand: str, slot: Slot, edition: Edition) -> bool:
        """Keep the edition with its event, unless it is there: whether this call kept it."""
        ...

    async def editions_at(self, brand: str, now: datetime) -> Sequence[Edition]:
        """The editions that are open at `now`, the latest first."""
        ...

    async def latest(self, brand: str, slots: Collection[str], limit: int) -> list[Edition]:
        """The latest editions of these slots, at most `limit` of each, the latest first."""
        ...

    async def uncounted(
        self, now: datetime, limit: int, without: Collection[OfBrand]
    ) -> Sequence[OfBrand]:
        """Closed editions of all brands that were not counted yet, each with its brand."""
        ...

    async def undrafted(self, limit: int, without: Collection[OfBrand]) -> Sequence[OfBrand]:
        """Editions of all brands for which a broadcast is yet to be drafted, each with its
        brand."""
        ...

    async def drafted(self, brand: str, edition: Edition) -> None:
        """Nothing is to be drafted for the edition any more."""
        ...

    async def count(
        self, brand: str, edition: Edition, judge: Callable[[Changing], Awaitable[None]]
    ) -> None:
        """In one transaction count the edition, unless it is, and then `judge` its slot."""
        ...

    async def slot_states(self, brand: str) -> dict[str, SlotState]: ...

    async def letters(self, now: datetime, limit: int) -> Sequence[Letter]:
        """Letters that are due, of all brands, the oldest first."""
        ...

    async def later(self, letter: Letter, at: datetime) -> None: ...

    async def done(self, letters: Sequence[Letter]) -> None: ...


class Activities(Protocol):
    """The members service, as far as it takes activities."""

    async def record(self, brand: str, letters: Sequence[Letter]) -> None:
        """Record that these posts were opened or praised; a repeat changes nothing. Raises what a
        call raises."""
        ...


class Team(Protocol):
    """The people of the brand who look at what cannot wait."""

    async def tell(self, letter: Letter, text: str) -> None:
        """Let the post come to them as feedback, once. Raises refusals, and what passes by
        itself."""
        ...


class Drafts(Protocol):
    """Broadcasts, as far as the calendar drafts them; people approve them."""

    async def draft(self, brand: str, slot: Slot, edition: Edition, name: str) -> None:
        """Draft one for the edition, once. Raises refusals, and what passes by itself."""
        ...
