"""Whom a call about ideas is about, and what makes it one request."""

from collections.abc import Sequence

from google.protobuf.message import Message

from services.common.auth import Caller, Role, brand_of, current_caller, meant_member
from services.common.idempotency import fingerprint
from services.feedback.ideas.domain.request import Request


def acting_member(member_id: str) -> tuple[Caller, str]:
    """The caller, and the member who is meant: the caller, where none is named."""
    caller = current_caller()
    return caller, meant_member(caller, member_id)


def reading_member(member_id: str) -> tuple[Caller, str]:
    """As `acting_member`; an operator may mean none."""
    caller = current_caller()
    if caller.role is Role.OPERATOR and not member_id:
        return caller, ""
    return acting_member(member_id)


def write_of(
    caller: Caller, request: Message, request_id: str, exclude: Sequence[str] = ("request_id",)
) -> Request:
    """The write of a request, by its content without `exclude`."""
    return Request(brand_of(caller), request_id, fingerprint(request, exclude=tuple(exclude)))
