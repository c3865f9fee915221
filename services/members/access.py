"""Callers of members: their roles, and that they act for one brand."""

from services.common.auth import (
    ALL_BRANDS,
    Caller,
    Role,
    current_caller,
    current_reader,
    require_role,
)
from services.common.errors import Refusal

STAFF = (Role.OPERATOR, Role.CHANNEL, Role.SERVICE)
EVERYONE = (Role.MEMBER, *STAFF)


def require_caller(*roles: Role) -> Caller:
    """The caller, of one of `roles` and of one brand. Raises PERMISSION_DENIED.

    A service that follows all brands may watch; it reads and writes no member.
    """
    return _of_one_brand(require_role(current_caller(), *roles))


def require_reader() -> Caller:
    """The caller, of one brand, who may read for several members. Raises PERMISSION_DENIED."""
    return _of_one_brand(current_reader())


def _of_one_brand(caller: Caller) -> Caller:
    if caller.brand == ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "this call needs a brand")
    return caller
