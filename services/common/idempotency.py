"""One effect per request id, for ever.

The first answer to (brand, request id) is kept in `requests` by the same transaction as its effect.
The same request again gets that answer; the same id with other content is refused.
"""

import hashlib
from collections.abc import Awaitable, Callable, Collection
from typing import TypeVar, cast

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message

from services.common.clock import SystemClock
from services.common.errors import Refusal, invalid
from services.common.mongo import Binary, Database, Session

COLLECTION = "requests"
REQUEST_ID_CHARS_MAX = 255

M = TypeVar("M", bound=Message)


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


async def recall(
    db: Database, session: Session | None, *, caller_brand: str, request_id: str, request: Message
) -> Message | None:
    """The first answer to this request, None when it is new. Raises a REQUEST_ID_REUSED refusal."""
    known = await db[COLLECTION].find_one({"_id": _key(caller_brand, request_id)}, session=session)
    if known is None:
        return None
    if known["fingerprint"] != fingerprint(request):
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
    request: Message,
    response: Message,
) -> None:
    """Keep `response` as the answer to this request, within the transaction of its effect."""
    await db[COLLECTION].insert_one(
        {
            "_id": _key(caller_brand, request_id),
            "brand": caller_brand,
            "fingerprint": Binary(fingerprint(request)),
            "type": response.DESCRIPTOR.full_name,
            "response": Binary(response.SerializeToString()),
            "at": SystemClock().now(),
        },
        session=session,
    )


async def once(
    db: Database,
    session: Session,
    *,
    caller_brand: str,
    request_id: str,
    request: Message,
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
