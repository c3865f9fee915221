"""The storage that the commands need. Each call names one brand and never shows another's items."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Protocol, TypeVar

from services.feedback.items.domain.item import EVERYTHING, Alert, Feedback, Only
from services.feedback.items.domain.queue import WHOLE_QUEUE, QueueOnly
from services.feedback.items.domain.states import State
from services.feedback.timers.domain import Timer

T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """A write that takes effect once for its id.

    `content` is a digest of the whole request: a repeat has the same one. `actor` is the member,
    or the subject of the caller, as timelines name them.
    """

    brand: str
    id: str
    content: bytes
    actor: str


@dataclass(frozen=True)
class Answer:
    """The item after a write. A `replayed` answer is the first one, given again."""

    item: Feedback
    replayed: bool


class Items(Protocol):
    """The items of a brand within one transaction. Each write publishes its event with it."""

    async def get(self, feedback_id: str) -> Feedback | None: ...

    async def by_channel_event(self, channel: str, channel_event_id: str) -> Feedback | None:
        """The item that this event of the channel brought."""
        ...

    async def loads(self, people: Sequence[str]) -> Mapping[str, int]:
        """How many open items each has that do not wait for the member; one without any may be
        absent."""
        ...

    async def add(self, item: Feedback) -> None:
        """Keep a new item. Raises a MEMBER_ERASED refusal for a member who was erased."""
        ...

    async def put(self, item: Feedback) -> None: ...

    async def by_channel_events(
        self, keys: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Feedback]:
        """The items that these events, each of a channel, brought; others are left out."""
        ...

    async def met(self, member_ids: Collection[str]) -> Set[str]:
        """Those of the members who were erased. Of two writes of a member, one runs behind the
        other from here on."""
        ...

    async def add_all(self, items: Sequence[Feedback]) -> None:
        """Keep new items, of no member who was erased, in a few writes for all."""
        ...


Change = Callable[[Items], Awaitable[Feedback]]
"""May run again after a lost race, so it does nothing but read, compute and write."""


Look = Callable[[str, Feedback], tuple[Feedback, tuple[Alert, ...]]]
"""An item of a brand after a look at its clocks, and the alerts that are new; it may run again."""


class FeedbackStore(Protocol):
    """Items of feedback."""

    async def once(
        self, brand: str, request_id: str, content: bytes, change: Change
    ) -> tuple[Feedback, bool]:
        """Do `change` once for this request id: the item then, and whether that is a replay.

        `content`, a digest of the whole request, tells a repeat from a reused id. Raises
        INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
        """
        ...

    async def change(self, brand: str, change: Change) -> Feedback:
        """Do `change` in a transaction; for work of our own, idempotent by itself."""
        ...

    async def batch(self, brand: str, change: Callable[[Items], Awaitable[T]]) -> T:
        """Do `change` in a transaction, and log it as one act; idempotent by itself."""
        ...

    async def fire(self, timers: Sequence[Timer], look: Look) -> Sequence[Timer]:
        """In one transaction, delete `timers` and `look` at their items: which timers it took.

        A timer that another worker took, or that was moved, is left out. Each alert is published
        with its item.
        """
        ...

    async def find(self, brand: str, feedback_id: str) -> Feedback | None: ...

    async def queue(
        self,
        brand: str,
        states: Sequence[State],
        team: str,
        after: str,
        limit: int,
        only: QueueOnly = WHOLE_QUEUE,
    ) -> list[tuple[str, Feedback]]:
        """Items in one of `states`, of `team` unless empty, in the order of `domain.queue`.

        Each comes with its position in the queue; `after` is a position, and the answer has those
        behind it.
        """
        ...

    async def counts(
        self, brand: str, stores: frozenset[str] = frozenset()
    ) -> Mapping[tuple[State, str], int]:
        """The number of open items by state and team; with `stores`, of those about one of them."""
        ...

    async def newest(
        self,
        brand: str,
        member_ids: Sequence[str],
        before: str,
        limit: int,
        only: Only = EVERYTHING,
    ) -> Mapping[str, list[Feedback]]:
        """Up to `limit` items of each member that `only` selects, newest first, in one read.

        With `before`, the id of an item, only older ones. A member without any may be absent.
        """
        ...

    async def unrouted(self, brand: str, after: str, limit: int) -> list[tuple[str, str]]:
        """Position in the queue and id of items that are NEW, oldest first.

        `after` is a position, and the answer has those behind it.
        """
        ...
