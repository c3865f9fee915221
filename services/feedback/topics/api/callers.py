"""Whom a call about topics is about, and what makes it one request."""

from google.protobuf.message import Message

from services.common.auth import Caller, Role, brand_of, current_caller, meant_member
from services.common.idempotency import fingerprint
from services.feedback.topics.domain.asked import Request


def acting_member(member_id: str) -> tuple[Caller, str]:
    """The caller, and the member who is meant: the caller, where none is named."""
    caller = current_caller()
    return caller, meant_member(caller, member_id)


def reading_member(member_id: str) -> tuple[Caller, str]:
    """As `acting_member`; everybody but a member may mean none."""
    caller = current_caller()
    if caller.role is not Role.MEMBER and not member_id:
        return caller, ""
    return acting_member(member_id)


def write_of(caller: Caller, request: Message, request_id: str) -> Request:
    """The write of a request, by its content without the request id."""
    content = fingerprint(request, exclude=("request_id",))
    return Request(brand_of(caller), request_id, content)
