"""Transactions, as every room uses them.

A transaction hands out a unit with a part for each room. A command declares the parts that it
needs. A function given to `transact` may run again, so it changes nothing but its unit.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")
U_co = TypeVar("U_co", covariant=True)

Touched = Callable[[str, Collection[str]], None]
"""A unit tells here the brand and the ids of members whose documents it writes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that takes effect once. `content` is what a repeat is compared with.

    It may hold personal data: storage keeps only a keyed digest of it.
    """

    request_id: str
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The first answer to a request. No personal data, because it is kept for ever. `member_id` is
    "" for a request that is about no member."""

    member_id: str
    created: bool = False


class Answers(Protocol):
    """Remembers requests and their answers, for ever."""

    async def recall(
        self, brand: str, asked: Sequence[Asked]
    ) -> Mapping[str, Answered | Exception]:
        """By request id, of those known: the first answer, or the refusal of other content."""

    async def remember(self, brand: str, answers: Sequence[tuple[Asked, Answered]]) -> None:
        """Keep the answers with the effect."""


class AnsweringUnit(Protocol):
    """A transaction that takes effect once for each request."""

    @property
    def answers(self) -> Answers: ...


async def took_effect(unit: AnsweringUnit, brand: str, asked: Asked) -> bool:
    """True when the request took effect before. Raises a REQUEST_ID_REUSED refusal where that one
    had other content."""
    known = (await unit.answers.recall(brand, [asked])).get(asked.request_id)
    if isinstance(known, Exception):
        raise known
    return known is not None


class Transactions(Protocol[U_co]):
    """Where transactions come from."""

    async def transact(self, work: Callable[[U_co], Awaitable[T]]) -> T:
        """Do `work` in one transaction, again after a lost race."""
