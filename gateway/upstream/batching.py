"""Keys of many requests, gathered into one call of a batch RPC.

All callers of one turn of the event loop share a call. While a call for the same slot is out, later
callers wait, and share the next one. A slot is everything that decides the answer:

    own      the caller, and the page that is asked for
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
from operator import le
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import grpc
from google.protobuf.message import Message

from gateway.upstream.clients import for_several
from services.common import deadlines
from services.common.auth import READS_FOR_MAX, Caller, Role

KEYS_MAX = 100
"""What a batch RPC takes."""
IN_FLIGHT_MAX = 1
"""Calls out at once for a slot; the next waits, gathering, for that one to end."""
HOLD_S_MAX = 0.01
"""But never longer than this: one slow call must not hold up the rest."""

V = TypeVar("V", bound=Message)


@dataclass(frozen=True, slots=True)
class Need:
    """What is wanted of each key: a call is for one `page`, and for the most of all `sizes`.

    The first page is falsy; others are places in one member's list.
    """

    page: Hashable = None
    sizes: tuple[int, ...] = ()


SlotName: TypeAlias = tuple[Hashable, ...]
Found: TypeAlias = Mapping[str, V]
Fetch: TypeAlias = Callable[[Caller, Sequence[str], Need], Awaitable[Found[V]]]


class _Waiting(NamedTuple):
    """Who waits for an answer, and for what."""

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
        # The request that began it lends its trace.
        self.context = copy_context()

    def has_room(self, keys: Sequence[str], keys_max: int) -> bool:
        """Whether all of `keys` fit into the call."""
        many = len(self.keys) + len(keys) > keys_max
        return not many or len(self.keys.keys() | keys) <= keys_max

    def add(self, waiting: _Waiting) -> None:
        """Ask for these too."""
        self.keys.update(dict.fromkeys(waiting.keys))
        sizes = waiting.need.sizes
        self.sizes = tuple(map(max, self.sizes, sizes)) if self.sizes else sizes
        self.waiting.append(waiting)

    def caller(self) -> Caller:
        """In whose name the call is made: the one who waits, or the members who do."""
        first = self.waiting[0].caller
        members = {each.caller.member_id for each in self.waiting}
        # Named by their tokens, not by the keys: the service compares the two.
        return first if len(members) == 1 else for_several(first, members)


class _Slot:
    """The call that is open for those who may share it, and how many are out."""

    __slots__ = ("keys_max", "name", "open", "out")

    def __init__(self, name: SlotName, keys_max: int) -> None:
        self.name = name
        self.keys_max = keys_max
        self.open: _Batch | None = None
        self.out = 0


class Loader(Generic[V]):
    """Gathers keys for one batch RPC."""

    def __init__(self, fetch: Fetch[V], usual: tuple[int, ...] = ()) -> None:
        """`usual` are the sizes up to which members share calls."""
        self._fetch = fetch
        self._usual = usual
        self._slots: dict[SlotName, _Slot] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def load(self, caller: Caller, keys: Sequence[str], need: Need) -> "asyncio.Future[Found[V]]":
        """What was found, by key. Fails with the call's error."""
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
        shared = _about_itself(caller, keys) and self._is_usual(need)
        name: SlotName = (caller.brand, caller.scopes) if shared else (caller, need.page)
        slot = self._slots.get(name)
        if slot is None:
            slot = self._slots[name] = _Slot(name, READS_FOR_MAX if shared else KEYS_MAX)
        return slot

    def _is_usual(self, need: Need) -> bool:
        return not need.page and all(map(le, need.sizes, self._usual))

    def _send(self, slot: _Slot, batch: _Batch) -> None:
        """Call for `batch`, unless that was done already."""
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
        # Nor does one request's deadline bind the others.
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
        page = batch.waiting[0].need.page
        try:
            found = await self._fetch(batch.caller(), list(batch.keys), Need(page, batch.sizes))
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
        """One key set's own call, so that another's refusal is not shared."""
        try:
            waiting.answer(await self._fetch(waiting.caller, waiting.keys, waiting.need))
        except Exception as error:
            waiting.fail(error)


def _about_itself(caller: Caller, keys: Sequence[str]) -> bool:
    """Whether a member asks for exactly its own."""
    return caller.role is Role.MEMBER and len(keys) == 1 and keys[0] == caller.member_id


def _is_the_service(error: Exception) -> bool:
    """Whether a call failed because the service is away or too slow, whatever was asked."""
    return isinstance(error, grpc.aio.AioRpcError) and error.code() in {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    }
