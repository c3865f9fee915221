"""Who may ask what of points."""

from __future__ import annotations

from services.common.auth import (
    ALL_BRANDS,
    Caller,
    Role,
    current_caller,
    require_role,
)
from services.common.errors import Refusal

STAFF = (Role.OPERATOR, Role.CHANNEL, Role.SERVICE)


def of_one_brand(caller: Caller) -> Caller:
    """`caller` unless it follows all brands: such a one reads feeds and nothing else."""
    if caller.brand == ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "this needs a brand")
    return caller


def teller() -> Caller:
    """The caller, who may tell what members did: a channel, a service, an operator."""
    return of_one_brand(require_role(current_caller(), *STAFF))
