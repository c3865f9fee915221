"""Keys of many requests, gathered into one call of a batch RPC.

All callers of one turn of the event loop share a call. While a call for the same slot is out, later
callers wait, and share the next one. A slot is everything that decides the answer:

    own      the caller, and the page that is asked for
    for all  the brand, where the answer is the same for every caller of it
    shared   brand and scopes, for members that ask about themselves, for a first page of a usual
             size. The call is made for exactly these members, by a token that names them
             (`Caller.reads_for`)

No caller gets data that was found under another key than its own, or a refusal of another caller's:
when a shared call fails for its content, each caller is asked for alone.

Needs are gathered too (days ahead, entries): the call asks for the most that any caller needs, and
each caller takes its part.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from itertools import zip_longest
from operator import le
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import grpc
from google.protobuf.message import Message

from gateway.upstream.clients import for_several
from services.common import deadlines
from services.common.auth import READS_FOR_MAX, Caller, Role

KEYS_MAX = 100
"""The most keys that a batch RPC takes."""
IN_FLIGHT_MAX = 1
"""Calls that may be out for a slot; the next one gathers keys until that one ends."""
HOLD_S_MAX = 0.01
"""The longest that a call gathers keys: one slow call must not delay the others."""

V = TypeVar("V", bound=Message)


@dataclass(frozen=True, slots=True)
class Need:
    """The part of each key's value that is wanted: one `page`, up to `sizes`.

    The first page is falsy; another page is a position in one member's list.
    """

    page: Hashable = None
    sizes: tuple[int, ...] = ()


SlotName: TypeAlias = tuple[Hashable, ...]
Found: TypeAlias = Mapping[str, V]
Fetch: TypeAlias = Callable[[Caller, Sequence[str], Need], Awaitable[Found[V]]]


class _Waiting(NamedTuple):
    """A caller that waits for an answer, with its keys and its need."""

    future: "asyncio.Future[Found[Any]]"
    caller: Caller
    keys: Sequence[str]
    need: Need

    def answer(self, found: Found[Any]) -> None:
        if not self.future.done():
            self.future.set_result({key: found[key] for key in self.keys if key in found})

    def fail(self, error: Exception) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class _Batch:
    """A call that is being gathered."""

    __slots__ = ("context", "keys", "sizes", "timer", "waiting")

    def __init__(self) -> None:
        self.keys: dict[str, None] = {}
        self.sizes: tuple[int, ...] = ()
        self.waiting: list[_Waiting] = []
        self.timer: asyncio.TimerHandle | None = None
        # The call belongs to the trace of the request that began it.
        self.context = copy_context()

    def has_room(self, keys: Sequence[str], keys_max: int) -> bool:
        """True when all of `keys` fit into the call."""
        many = len(self.keys) + len(keys) > keys_max
        return not many or len(self.keys.keys() | keys) <= keys_max

    def add(self, waiting: _Waiting) -> None:
        """Ask for these keys too."""
        self.keys.update(dict.fromkeys(waiting.keys))
        sizes = waiting.need.sizes
        # A need without sizes takes nothing from those of others.
        self.sizes = tuple(max(pair) for pair in zip_longest(self.sizes, sizes, fillvalue=0))
        self.waiting.append(waiting)

    def caller(self) -> Caller:
        """The caller of the call: the one that waits, or the gateway for the members that wait."""
        first = self.waiting[0].caller
        members = {each.caller.member_id for each in self.waiting}
        # The members come from their tokens, not from the keys: the service compares the two.
        return first if len(members) == 1 else for_several(first, members)


class _Slot:
    """The call that is being gathered for one slot, and the number of calls that are out."""

    __slots__ = ("keys_max", "name", "open", "out")

    def __init__(self, name: SlotName, keys_max: int) -> None:
        self.name = name
        self.keys_max = keys_max
        self.open: _Batch | None = None
        self.out = 0


class Loader(Generic[V]):
    """Gathers keys for one batch RPC."""

    def __init__(
        self, fetch: Fetch[V], usual: tuple[int, ...] = (), *, for_all: bool = False
    ) -> None:
        """`usual` are the sizes up to which members share calls. `for_all`: the answer is the same
        for every caller of a brand, and `fetch` asks in nobody's name."""
        self._fetch = fetch
        self._for_all = for_all
        self._usual = usual
        self._slots: dict[SlotName, _Slot] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def load(self, caller: Caller, keys: Sequence[str], need: Need) -> "asyncio.Future[Found[V]]":
        """The values found, by key. The future fails with the error of the call."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Found[V]] = loop.create_future()
        if not keys:
            future.set_result({})
            return future
        slot = self._slot(caller, keys, need)
        batch = slot.open
        if batch is not None and not batch.has_room(keys, slot.keys_max):
            self._send(slot, batch)
            batch = None
        if batch is None:
            batch = slot.open = _Batch()
            if slot.out < IN_FLIGHT_MAX:
                loop.call_soon(self._send, slot, batch)
            else:
                batch.timer = loop.call_later(HOLD_S_MAX, self._send, slot, batch)
        batch.add(_Waiting(future, caller, keys, need))
        return future

    def _slot(self, caller: Caller, keys: Sequence[str], need: Need) -> _Slot:
        shared = not self._for_all and _about_itself(caller, keys) and self._is_usual(need)
        name: SlotName = (caller.brand, caller.scopes) if shared else (caller, need.page)
        if self._for_all:
            name = (caller.brand,)
        slot = self._slots.get(name)
        if slot is None:
            slot = self._slots[name] = _Slot(name, READS_FOR_MAX if shared else KEYS_MAX)
        return slot

    def _is_usual(self, need: Need) -> bool:
        return not need.page and all(map(le, need.sizes, self._usual))

    def _send(self, slot: _Slot, batch: _Batch) -> None:
        """Send the call of `batch`, unless it was sent already."""
        if slot.open is not batch:
            return
        slot.open = None
        if batch.timer is not None:
            batch.timer.cancel()
        slot.out += 1
        task = asyncio.get_running_loop().create_task(
            self._answer(slot, batch), context=batch.context
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, slot: _Slot, batch: _Batch) -> None:
        # The deadline of one request must not bind the others.
        deadlines.unbind()
        try:
            await self._ask(batch)
        finally:
            slot.out -= 1
            if slot.open is not None:
                self._send(slot, slot.open)
            elif not slot.out:
                self._slots.pop(slot.name, None)

    async def _ask(self, batch: _Batch) -> None:
        first = batch.waiting[0]
        caller = first.caller if self._for_all else batch.caller()
        try:
            need = Need(first.need.page, batch.sizes)
            found = await self._fetch(caller, list(batch.keys), need)
        except Exception as error:
            if len(batch.waiting) > 1 and not _is_the_service(error):
                await asyncio.gather(*map(self._ask_alone, batch.waiting))
                return
            for waiting in batch.waiting:
                waiting.fail(error)
            return
        for waiting in batch.waiting:
            waiting.answer(found)

    async def _ask_alone(self, waiting: _Waiting) -> None:
        """A call for one caller alone, so that callers do not share a refusal."""
        try:
            waiting.answer(await self._fetch(waiting.caller, waiting.keys, waiting.need))
        except Exception as error:
            waiting.fail(error)


def _about_itself(caller: Caller, keys: Sequence[str]) -> bool:
    """True when a member asks for its own key alone."""
    return caller.role is Role.MEMBER and len(keys) == 1 and keys[0] == caller.member_id


def _is_the_service(error: Exception) -> bool:
    """True when a call failed because the service is away or too slow, whatever its content."""
    return isinstance(error, grpc.aio.AioRpcError) and error.code() in {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    }
