"""Who may call what of members."""

from services.common.auth import ALL_BRANDS, Caller, Role, current_caller, require_role
from services.common.errors import Refusal

STAFF = (Role.OPERATOR, Role.CHANNEL, Role.SERVICE)
EVERYONE = (Role.MEMBER, *STAFF)
PII_SCOPE = "pii"


def caller_of(*roles: Role) -> Caller:
    """The caller, of one of `roles` and of one brand. Raises PERMISSION_DENIED.

    A service that follows all brands may watch; it reads and writes no member.
    """
    caller = require_role(current_caller(), *roles)
    if caller.brand == ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "this call needs a brand")
    return caller
