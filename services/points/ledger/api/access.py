"""Who may ask what of points."""

from __future__ import annotations

from services.common.auth import (
    ALL_BRANDS,
    Caller,
    Role,
    current_caller,
    require_member,
    require_role,
    require_whole_brand,
)
from services.common.errors import Refusal
from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX

STAFF = (Role.OPERATOR, Role.CHANNEL, Role.SERVICE)


def of_one_brand(caller: Caller) -> Caller:
    """`caller` unless it follows all brands: such a one reads feeds and nothing else."""
    if caller.brand == ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "this needs a brand")
    return caller


def teller() -> Caller:
    """The caller, who may tell what members did: a channel, a service, an operator."""
    return of_one_brand(require_role(current_caller(), *STAFF))


def require_account(caller: Caller, owner: str) -> None:
    """Nothing, if `caller` may read the accounts of `owner`: as `require_member` says, and a house
    account is of the whole brand."""
    require_member(caller, owner)
    if owner.startswith(HOUSE_PREFIX):
        require_whole_brand(caller)
