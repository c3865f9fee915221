"""Who may ask what of points."""

from __future__ import annotations

from services.common.auth import ALL_BRANDS, Caller, Role, current_caller, require_role
from services.common.errors import Refusal


def of_a_brand() -> Caller:
    """The caller, who acts within one brand; a service that follows them all may not write."""
    caller = current_caller()
    if caller.brand == ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "needs a brand of its own")
    return caller


def teller() -> Caller:
    """The caller, who may tell what members did: a channel, a service, an operator."""
    return require_role(of_a_brand(), Role.CHANNEL, Role.SERVICE, Role.OPERATOR)
