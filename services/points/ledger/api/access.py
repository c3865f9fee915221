"""Who may ask what of points."""

from __future__ import annotations

from services.common.auth import (
    ALL_BRANDS,
    Caller,
    Role,
    current_caller,
    require_role,
    require_scope,
)
from services.common.errors import Refusal

SCOPE = "points"
"""What an operator needs to write postings, and to close the books."""
STAFF = (Role.OPERATOR, Role.CHANNEL, Role.SERVICE)


def of_one_brand(caller: Caller) -> Caller:
    """`caller` unless it follows all brands: such a one reads feeds and nothing else."""
    if caller.brand == ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "this needs a brand")
    return caller


def teller() -> Caller:
    """The caller, who may tell what members did: a channel, a service, an operator."""
    return of_one_brand(require_role(current_caller(), *STAFF))


def writer() -> Caller:
    """The caller, who may write postings as they like: a channel, a service, an operator by scope.

    What a channel or a service is, it is for this; operators are many, and most only look.
    """
    caller = teller()
    return require_scope(caller, SCOPE) if caller.role is Role.OPERATOR else caller
