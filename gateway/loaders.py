"""Keys gathered into one RPC for each service, across fields and across requests in flight.

Whoever asks in one turn of the event loop shares a call, and while two calls for the same slot are
out, those who come later wait together. A slot is the caller and whatever else decides the answer:
nobody ever gets data, or a refusal, that was given to someone else.

How much is needed of each key (days ahead, entries) is gathered too: the call asks for the most
that anyone needs, and each takes its part.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import grpc
from google.protobuf.message import Message

from gateway.clients import Services
from services.common.auth import Caller
from services.common.errors import catalogue, reason_of
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import members_pb2
from tessera.points.v1 import wallets_pb2

KEYS_MAX = 100
"""What a batch RPC takes."""
IN_FLIGHT_MAX = 2
"""Calls out at once for a slot; the next waits, gathering, for one of them to end."""
HOLD_S_MAX = 0.01
"""But never longer than this: one slow call must not hold up the rest."""

V = TypeVar("V", bound=Message)


@dataclass(frozen=True, slots=True)
class Need:
    """What is wanted of each key: a call is for one `page`, and for the most of all `sizes`."""

    page: Hashable = None
    sizes: tuple[int, ...] = ()


SlotName: TypeAlias = tuple[Caller, Hashable]
Found: TypeAlias = Mapping[str, V]
Fetch: TypeAlias = Callable[[Caller, Sequence[str], Need], Awaitable[Found[V]]]


class _Batch(Generic[V]):
    """A call that is being gathered."""

    __slots__ = ("keys", "sizes", "timer", "waiting")

    def __init__(self) -> None:
        self.keys: dict[str, None] = {}
        self.sizes: tuple[int, ...] = ()
        self.waiting: list[tuple[asyncio.Future[Found[V]], Sequence[str], Need]] = []
        self.timer: asyncio.TimerHandle | None = None

    def has_room(self, keys: Sequence[str]) -> bool:
        """Whether all of `keys` fit into the call."""
        many = len(self.keys) + len(keys) > KEYS_MAX
        return not many or len(self.keys.keys() | keys) <= KEYS_MAX


class _Slot(Generic[V]):
    """The call that is open for those who may share it, and how many are out."""

    __slots__ = ("name", "open", "out")

    def __init__(self, name: SlotName) -> None:
        self.name = name
        self.open: _Batch[V] | None = None
        self.out = 0


class Loader(Generic[V]):
    """Gathers keys for one batch RPC."""

    def __init__(self, fetch: Fetch[V]) -> None:
        self._fetch = fetch
        self._slots: dict[SlotName, _Slot[V]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def load(self, caller: Caller, keys: Sequence[str], need: Need) -> "asyncio.Future[Found[V]]":
        """What was found, by key (others' keys may be in it too). Fails with the call's error."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Found[V]] = loop.create_future()
        if not keys:
            future.set_result({})
            return future
        name = (caller, need.page)
        slot = self._slots.get(name)
        if slot is None:
            slot = self._slots[name] = _Slot(name)
        batch = slot.open
        if batch is not None and not batch.has_room(keys):
            self._send(slot, batch)
            batch = None
        if batch is None:
            batch = slot.open = _Batch()
            if slot.out < IN_FLIGHT_MAX:
                loop.call_soon(self._send, slot, batch)
            else:
                batch.timer = loop.call_later(HOLD_S_MAX, self._send, slot, batch)
        batch.keys.update(dict.fromkeys(keys))
        batch.sizes = tuple(map(max, batch.sizes, need.sizes)) if batch.sizes else need.sizes
        batch.waiting.append((future, keys, need))
        return future

    def _send(self, slot: _Slot[V], batch: _Batch[V]) -> None:
        """Call for `batch`, unless that was done already."""
        if slot.open is not batch:
            return
        slot.open = None
        if batch.timer is not None:
            batch.timer.cancel()
        slot.out += 1
        task = asyncio.get_running_loop().create_task(self._answer(slot, batch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, slot: _Slot[V], batch: _Batch[V]) -> None:
        try:
            await self._ask(slot.name, batch)
        finally:
            slot.out -= 1
            if slot.open is not None:
                self._send(slot, slot.open)
            elif not slot.out:
                self._slots.pop(slot.name, None)

    async def _ask(self, name: SlotName, batch: _Batch[V]) -> None:
        caller, page = name
        try:
            found = await self._fetch(caller, list(batch.keys), Need(page, batch.sizes))
        except Exception as error:
            if len(batch.waiting) > 1 and _is_about_the_request(error):
                await asyncio.gather(*(self._ask_alone(caller, each) for each in batch.waiting))
                return
            for future, _, _ in batch.waiting:
                if not future.done():
                    future.set_exception(error)
            return
        for future, _, _ in batch.waiting:
            if not future.done():
                future.set_result(found)

    async def _ask_alone(
        self, caller: Caller, waiting: tuple["asyncio.Future[Found[V]]", Sequence[str], Need]
    ) -> None:
        """One key set's own call, so that another's refusal is not shared."""
        future, keys, need = waiting
        try:
            found = await self._fetch(caller, keys, need)
        except Exception as error:
            if not future.done():
                future.set_exception(error)
            return
        if not future.done():
            future.set_result(found)


def _is_about_the_request(error: Exception) -> bool:
    """Whether the call was refused for what it asked, not because the service is away or broken."""
    reason = reason_of(error)
    if reason is None or reason.reason not in catalogue():
        return False
    return reason.status not in {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    }


class Loaders:
    """What a member's card is made of. Sizes of a need, in order:

    members   ()
    wallets   (days that expiring looks ahead, entries), page = entries before it, 0 = newest
    feedback  (items,), page = items older than this one, "" = newest
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self.members: Loader[members_pb2.Member] = Loader(self._members)
        self.wallets: Loader[wallets_pb2.Wallet] = Loader(self._wallets)
        self.feedback: Loader[feedback_pb2.MemberFeedback] = Loader(self._feedback)

    async def _members(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[members_pb2.Member]:
        request = members_pb2.BatchGetMembersRequest(member_ids=ids)
        response = await self._services.read(
            self._services.members.BatchGetMembers, request, caller, shared=True
        )
        return {member.id: member for member in response.members}

    async def _wallets(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[wallets_pb2.Wallet]:
        days, entries = need.sizes
        request = wallets_pb2.BatchGetWalletsRequest(
            member_ids=ids,
            expiring_days=days,
            entries_size=entries,
            entries_before=need.page if isinstance(need.page, int) else 0,
        )
        response = await self._services.read(
            self._services.wallets.BatchGetWallets, request, caller, shared=True
        )
        return {wallet.member_id: wallet for wallet in response.wallets}

    async def _feedback(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[feedback_pb2.MemberFeedback]:
        (size,) = need.sizes
        before = need.page if isinstance(need.page, str) else ""
        # A place in one member's list means nothing in another's, so the RPC takes one member then.
        groups = [[each] for each in ids] if before else [ids]
        responses = await asyncio.gather(
            *(
                self._services.read(
                    self._services.feedback.BatchListMemberFeedback,
                    feedback_pb2.BatchListMemberFeedbackRequest(
                        member_ids=group, size=size, before_feedback_id=before
                    ),
                    caller,
                    shared=True,
                )
                for group in groups
            )
        )
        return {each.member_id: each for response in responses for each in response.members}
