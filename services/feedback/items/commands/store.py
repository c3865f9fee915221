"""What the commands need of storage. Everything is of one brand and never shows another's."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from google.protobuf.message import Message

from services.feedback.items.domain.item import EVERYTHING, Feedback, Only
from services.feedback.items.domain.states import State


@dataclass(frozen=True)
class Request:
    """A write asked for, with the whole of it."""

    brand: str
    id: str
    content: Message


@dataclass(frozen=True)
class Answer:
    """The item after a write; `replayed` when it was given before, and then as it was given."""

    item: Feedback
    replayed: bool


class Items(Protocol):
    """The items of a brand within one transaction. Each write publishes its event with it."""

    async def get(self, feedback_id: str) -> Feedback | None: ...

    async def heard(self, channel: str, channel_event_id: str) -> Feedback | None:
        """The item that came by this event of the channel."""
        ...

    async def add(self, item: Feedback) -> None: ...

    async def put(self, item: Feedback) -> None: ...


Change = Callable[[Items], Awaitable[Feedback]]
"""May run again after a lost race, so it does nothing but read, compute and write."""


class FeedbackStore(Protocol):
    """Items of feedback."""

    async def once(
        self, brand: str, request_id: str, content: Message, change: Change
    ) -> tuple[Feedback, bool]:
        """Do `change` once for this request id: the item then, and whether that is a replay.

        `content`, the whole request, tells a repeat from a reused id. Raises INVALID_ARGUMENT and
        REQUEST_ID_REUSED refusals.
        """
        ...

    async def change(self, brand: str, change: Change) -> Feedback:
        """Do `change` in a transaction; for work of our own, idempotent by itself."""
        ...

    async def find(self, brand: str, feedback_id: str) -> Feedback | None: ...

    async def queue(
        self, brand: str, states: Sequence[State], team: str, after: str, limit: int
    ) -> list[tuple[str, Feedback]]:
        """Items in one of `states`, of `team` unless empty, the earliest response due first.

        Each comes with its place in the queue; those after the place `after` are answered. An item
        that is not routed yet stands where it would if due when it came.
        """
        ...

    async def newest(
        self,
        brand: str,
        member_ids: Sequence[str],
        before: str,
        limit: int,
        only: Only = EVERYTHING,
    ) -> Mapping[str, list[Feedback]]:
        """Up to `limit` items of each member that are wanted, newest first, in one read.

        With `before`, the id of an item, only older ones. A member without any may be absent.
        """
        ...

    async def unrouted(self, brand: str, limit: int) -> list[str]:
        """Ids of items that are NEW, oldest first."""
        ...
