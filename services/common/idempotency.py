"""One effect for each request id, for ever.

The transaction of a request's effect also stores its answer in `requests`, under brand and request
id. A repeat of the request gets that answer; the same id with other content is refused.
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
    """`request_id` if it has 1 to 255 characters; else an INVALID_ARGUMENT refusal."""
    if not 1 <= len(request_id) <= REQUEST_ID_CHARS_MAX:
        raise invalid(field, f"1 to {REQUEST_ID_CHARS_MAX} characters")
    return request_id


def fingerprint(request: Message, exclude: Collection[str] = ("request_id",)) -> bytes:
    """SHA-256 of the type and content of `request`, without the fields `exclude`."""
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
    """The first answer to this request; None when it is new. Raises a REQUEST_ID_REUSED refusal."""
    known = await db[COLLECTION].find_one({"_id": _key(caller_brand, request_id)}, session=session)
    return None if known is None else _answer(known, request_id, request)


async def recall_many(
    db: Database, session: Session | None, *, caller_brand: str, requests: Mapping[str, Message]
) -> dict[str, Message | Refusal]:
    """The first answers to those of `requests` (by request id) that are repeats, in one read.

    A request whose id was used with other content has a REQUEST_ID_REUSED refusal instead.
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
    subject: str = "",
) -> None:
    """Store `response` as the answer to this request, in the transaction of its effect."""
    answers = [(request_id, request, response)]
    await remember_many(db, session, caller_brand=caller_brand, answers=answers, subject=subject)


async def remember_many(
    db: Database,
    session: Session,
    *,
    caller_brand: str,
    answers: Sequence[tuple[str, Content, Message]],
    subject: str = "",
) -> None:
    """Store answers, each with its request id and request, in one write.

    `subject` is the member whose words the answers hold, so that an erasure finds them.
    """
    now = SystemClock().now()
    documents = [
        {
            "_id": _key(caller_brand, request_id),
            "brand": caller_brand,
            "fingerprint": Binary(_digest(request)),
            "type": response.DESCRIPTOR.full_name,
            "response": Binary(response.SerializeToString()),
            "at": now,
            **({"subject": subject} if subject else {}),
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
    subject_of: Callable[[M], str] = lambda answer: "",
) -> tuple[M, bool]:
    """Run `fn` once for this request id. Returns the answer, and True if it is a replay.

    Call it within `transact`. Of two concurrent calls one loses the write race, runs again, and
    then finds the answer of the other. A refusal raised by `fn` is not stored: nothing happened.
    `subject_of` names the member whose words the answer holds.
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
        subject=subject_of(response),
    )
    return response, False


def _key(brand: str, request_id: str) -> str:
    # A brand's name contains no slash, so two brands never share a key.
    return f"{brand}/{request_id}"
