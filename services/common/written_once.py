"""A write of an operator: its effect, its answer and its entry of the audit log, together."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol, TypeVar, cast

from google.protobuf.message import Message
from google.protobuf.wrappers_pb2 import StringValue

from services.common import audit_log, idempotency
from services.common.clock import Clock
from services.common.mongo import Database, Session

T = TypeVar("T")


class Wire(Protocol[T]):
    """Writes what is answered in a kept answer, and reads it."""

    def answer(self, kept: T) -> Message: ...
    def from_answer(self, answer: Message) -> T: ...


class Asked(Protocol):
    """The request of a write."""

    @property
    def brand(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Sent(NamedTuple):
    """Implements `Asked` where a room has no request of its own."""

    brand: str
    id: str
    content: bytes


class TextWire:
    """Keeps a text, such as an id or a day. It has no word of a member, so that an erasure need not
    find it."""

    def answer(self, kept: str) -> Message:
        return StringValue(value=kept)

    def from_answer(self, answer: Message) -> str:
        return cast("StringValue", answer).value


async def answered_before(db: Database, request: Asked, wire: Wire[T]) -> T | None:
    """What this request was answered; None when it is new. For writes that first ask others, who
    may be away by now. Raises a REQUEST_ID_REUSED refusal."""
    kept = await idempotency.recall(
        db, None, caller_brand=request.brand, request_id=request.id, request=request.content
    )
    return None if kept is None else wire.from_answer(kept)


async def written_once(
    db: Database,
    clock: Clock,
    request: Asked,
    wire: Wire[T],
    change: Callable[[Session], Awaitable[T]],
) -> tuple[T, bool]:
    """What `change` gives, run once for this request, and True for a repeat.

    Raises what `change` raises, and a REQUEST_ID_REUSED refusal.
    """

    async def effect(session: Session) -> tuple[T, bool]:
        made: list[T] = []

        async def answer() -> Message:
            made.append(await change(session))
            return wire.answer(made[-1])

        kept, replayed = await idempotency.once(
            db,
            session,
            caller_brand=request.brand,
            request_id=request.id,
            request=request.content,
            fn=answer,
        )
        if replayed:
            return wire.from_answer(kept), True
        await audit_log.record(db, session, request.brand, clock)
        return made[-1], False

    return await audit_log.transact(db, effect)
