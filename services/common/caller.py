"""Who is asking: the caller of the call at hand, and what it may do.

Tokens, by which callers are known, are in `services.common.auth`.
"""

import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from services.common.errors import Refusal

ALL_BRANDS = "*"
"""The brand of a service that follows every brand's events; no other role may carry it."""
READS_FOR_MAX = 32
"""Members that one token may read for: a token that names so many stays below 4,096 characters."""
# Brands are part of keys, where `/` and `:` divide.
_BRAND = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Role(StrEnum):
    """A member, the brand's staff, a channel such as POS, one of our services; or anybody at all:
    who learns what the brand tells everyone, and whom no service answers."""

    MEMBER = "member"
    OPERATOR = "operator"
    CHANNEL = "channel"
    SERVICE = "service"
    PUBLIC = "public"


@dataclass(frozen=True)
class Caller:
    """The authenticated caller. `brand` is the only source of a call's brand.

    A member acts for `member_id`. A call that several members share is made by a caller that
    `reads_for` all of them and is none of them: it may read their cards, and nothing else.
    """

    brand: str
    subject: str
    role: Role
    member_id: str | None = None
    scopes: frozenset[str] = frozenset()
    reads_for: frozenset[str] = frozenset()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises ValueError for a caller that must not exist."""
        if self.brand != ALL_BRANDS and not _BRAND.fullmatch(self.brand):
            raise ValueError("a brand is 1 to 64 of a-z, 0-9, _ and -")
        if not self.subject:
            raise ValueError("a caller needs a subject")
        if bool(self.member_id) + bool(self.reads_for) != (self.role is Role.MEMBER):
            raise ValueError("a member, and only a member, has a member id or reads for several")
        if len(self.reads_for) > READS_FOR_MAX:
            raise ValueError(f"a caller reads for at most {READS_FOR_MAX} members")
        if self.brand == ALL_BRANDS and self.role is not Role.SERVICE:
            raise ValueError("only a service may act for all brands")
        # A caller is a key many times in a call: its hash is taken once.
        who = (self.brand, self.subject, self.role, self.member_id)
        content = (*who, self.scopes, self.reads_for)
        object.__setattr__(self, "_hash", hash(content))

    def __hash__(self) -> int:
        return self._hash


class Unauthenticated(Exception):
    """No valid token came with the call. The text says what was wrong and stays in the log."""

    reason = "UNAUTHENTICATED"


_caller: ContextVar[Caller | None] = ContextVar("tessera_caller", default=None)


def current_caller() -> Caller:
    """The caller of the call at hand. Raises Unauthenticated outside one, and a PERMISSION_DENIED
    refusal for one who reads for several members: only `current_reader` takes it."""
    caller = current_reader()
    if caller.reads_for:
        raise Refusal("PERMISSION_DENIED", "who reads for several members may read their cards")
    return caller


def current_reader() -> Caller:
    """As `current_caller`, or one who reads for several members: for batch reads that ask
    `require_member` of each id. Raises Unauthenticated outside a call."""
    caller = _caller.get()
    if caller is None:
        raise Unauthenticated("no caller in this context")
    return caller


def set_caller(caller: Caller | None) -> None:
    """Make `caller` the current one for this task."""
    _caller.set(caller)


def require_role(caller: Caller, *roles: Role) -> Caller:
    """`caller` when it has one of `roles`; else a PERMISSION_DENIED refusal."""
    if caller.role not in roles:
        raise Refusal("PERMISSION_DENIED", f"a {caller.role} may not do this")
    return caller


def require_scope(caller: Caller, scope: str) -> Caller:
    """`caller` when it holds `scope`; else a PERMISSION_DENIED refusal."""
    if scope not in caller.scopes:
        raise Refusal("PERMISSION_DENIED", f"needs {scope}", metadata={"scope": scope})
    return caller


def require_member(caller: Caller, member_id: str) -> Caller:
    """`caller` when it may act for `member_id`: a member for itself, who reads for several for each
    of these, others within their brand.

    That the member belongs to the caller's brand is for the query to see, which always carries it.
    """
    if caller.role is Role.MEMBER and member_id not in (caller.reads_for or {caller.member_id}):
        raise Refusal("PERMISSION_DENIED", "a member may act only for itself")
    return caller
