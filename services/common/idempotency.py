"""One effect per request id, for ever.

The first answer to (brand, request id) is kept in `requests` by the same transaction as its effect.
The same request again gets that answer; the same id with other content is refused.
"""

import hashlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import TypeVar, cast

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message

from services.common.clock import SystemClock
from services.common.errors import Refusal, invalid
from services.common.mongo import Binary, Database, Document, Session

COLLECTION = "requests"
REQUEST_ID_CHARS_MAX = 255

M = TypeVar("M", bound=Message)
Content = Message | bytes
"""A request, or the `fingerprint` of one."""


def check_request_id(request_id: str, field: str = "request_id") -> str:
    """`request_id` when it has 1 to 255 characters; else INVALID_ARGUMENT."""
    if not 1 <= len(request_id) <= REQUEST_ID_CHARS_MAX:
        raise invalid(field, f"1 to {REQUEST_ID_CHARS_MAX} characters")
    return request_id


def fingerprint(request: Message, exclude: Collection[str] = ("request_id",)) -> bytes:
    """32 bytes that tell type and content of `request`, without the fields `exclude`."""
    copy = type(request)()
    copy.CopyFrom(request)
    for name in exclude:
        if name in copy.DESCRIPTOR.fields_by_name:
            copy.ClearField(name)
    digest = hashlib.sha256(copy.DESCRIPTOR.full_name.encode())
    digest.update(b"\0")
    digest.update(copy.SerializeToString(deterministic=True))
    return digest.digest()


def _digest(content: Content) -> bytes:
    return content if isinstance(content, bytes) else fingerprint(content)


async def recall(
    db: Database, session: Session | None, *, caller_brand: str, request_id: str, request: Content
) -> Message | None:
    """The first answer to this request, None when it is new. Raises a REQUEST_ID_REUSED refusal."""
    known = await db[COLLECTION].find_one({"_id": _key(caller_brand, request_id)}, session=session)
    return None if known is None else _answer(known, request_id, request)


async def recall_many(
    db: Database, session: Session | None, *, caller_brand: str, requests: Mapping[str, Message]
) -> dict[str, Message | Refusal]:
    """The first answers to those of `requests` (by request id) that are not new, in one read.

    One whose id was used for something else has its REQUEST_ID_REUSED refusal.
    """
    ids = {_key(caller_brand, request_id): request_id for request_id in requests}
    answers: dict[str, Message | Refusal] = {}
    async for known in db[COLLECTION].find({"_id": {"$in": list(ids)}}, session=session):
        request_id = ids[known["_id"]]
        try:
            answers[request_id] = _answer(known, request_id, requests[request_id])
        except Refusal as refusal:
            answers[request_id] = refusal
    return answers


def _answer(known: Document, request_id: str, request: Content) -> Message:
    if known["fingerprint"] != _digest(request):
        raise Refusal(
            "REQUEST_ID_REUSED",
            "this request id was used with other content",
            field="request_id",
            metadata={"request_id": request_id},
        )
    found = descriptor_pool.Default().FindMessageTypeByName(known["type"])
    return message_factory.GetMessageClass(found).FromString(known["response"])


async def remember(
    db: Database,
    session: Session,
    *,
    caller_brand: str,
    request_id: str,
    request: Content,
    response: Message,
) -> None:
    """Keep `response` as the answer to this request, within the transaction of its effect."""
    answers = [(request_id, request, response)]
    await remember_many(db, session, caller_brand=caller_brand, answers=answers)


async def remember_many(
    db: Database,
    session: Session,
    *,
    caller_brand: str,
    answers: Sequence[tuple[str, Content, Message]],
) -> None:
    """Keep the answers, each with its request id and request, in one write."""
    now = SystemClock().now()
    documents = [
        {
            "_id": _key(caller_brand, request_id),
            "brand": caller_brand,
            "fingerprint": Binary(_digest(request)),
            "type": response.DESCRIPTOR.full_name,
            "response": Binary(response.SerializeToString()),
            "at": now,
        }
        for request_id, request, response in answers
    ]
    if documents:
        await db[COLLECTION].insert_many(documents, session=session)


async def once(
    db: Database,
    session: Session,
    *,
    caller_brand: str,
    request_id: str,
    request: Content,
    fn: Callable[[], Awaitable[M]],
) -> tuple[M, bool]:
    """Do `fn` for this request id once: its answer, and whether that is a replay.

    Call it within `transact`. Of two calls at the same time one loses the write race, runs again
    and then finds the first's answer. A refusal raised by `fn` is not kept: nothing happened.
    """
    check_request_id(request_id)
    known = await recall(
        db, session, caller_brand=caller_brand, request_id=request_id, request=request
    )
    if known is not None:
        return cast("M", known), True
    response = await fn()
    await remember(
        db,
        session,
        caller_brand=caller_brand,
        request_id=request_id,
        request=request,
        response=response,
    )
    return response, False


def _key(brand: str, request_id: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{request_id}"
