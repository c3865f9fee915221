"""The caller of the current call, and checks of its permissions.

`services.common.auth` reads callers from tokens.
"""

import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from services.common.errors import Refusal, invalid

ALL_BRANDS = "*"
"""The brand of a service that follows every brand's events; no other role may carry it."""
READS_FOR_MAX = 32
STORES_MAX = 50
MEMBER_ID_CHARS_MAX = 128
"""Members that one token may read for: a token with so many ids stays below 4,096 characters."""
# Brands are part of keys, in which `/` and `:` are separators.
_BRAND = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Role(StrEnum):
    """The kinds of callers: a member, the brand's staff, a channel such as POS, one of our
    services, or a visitor without a login. A visitor (PUBLIC) may read public data from the
    gateway; services refuse it."""

    MEMBER = "member"
    OPERATOR = "operator"
    CHANNEL = "channel"
    SERVICE = "service"
    PUBLIC = "public"


@dataclass(frozen=True)
class Caller:
    """The authenticated caller. Its `brand` is the only source of a call's brand.

    A member acts for `member_id`. When several members share a call, its caller is none of them:
    `reads_for` names them all, and the caller may only read their cards.
    """

    brand: str
    subject: str
    role: Role
    member_id: str | None = None
    scopes: frozenset[str] = frozenset()
    reads_for: frozenset[str] = frozenset()
    channel: str = ""
    """The only channel that it may name in what it sends; empty for any."""
    epoch: int | None = None
    """Of a client's token (`services.common.revocations`); `subject` is the client's id."""
    stores: frozenset[str] = frozenset()
    """The codes of the only stores that it works for, of an operator or a channel; empty for all
    of the brand."""
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises ValueError for a combination that is not allowed."""
        if self.brand != ALL_BRANDS and not _BRAND.fullmatch(self.brand):
            raise ValueError("a brand is 1 to 64 of a-z, 0-9, _ and -")
        if not self.subject:
            raise ValueError("a caller needs a subject")
        if bool(self.member_id) + bool(self.reads_for) != (self.role is Role.MEMBER):
            raise ValueError("a member, and only a member, has a member id or reads for several")
        if len(self.reads_for) > READS_FOR_MAX:
            raise ValueError(f"a caller reads for at most {READS_FOR_MAX} members")
        if len(self.stores) > STORES_MAX:
            raise ValueError(f"a caller is limited to at most {STORES_MAX} stores")
        if self.stores and self.role not in _SCOPED:
            raise ValueError("only operators and channels are limited to stores")
        if self.brand == ALL_BRANDS and self.role is not Role.SERVICE:
            raise ValueError("only a service may act for all brands")
        # A caller is a dictionary key many times in a call, so its hash is computed once.
        who = (self.brand, self.subject, self.role, self.member_id)
        content = (*who, self.scopes, self.reads_for, self.channel, self.epoch, self.stores)
        object.__setattr__(self, "_hash", hash(content))

    def __hash__(self) -> int:
        return self._hash


_SCOPED = frozenset({Role.OPERATOR, Role.CHANNEL})


class Unauthenticated(Exception):
    """The call has no valid token. The message names the fault and is only logged."""

    reason = "UNAUTHENTICATED"


_caller: ContextVar[Caller | None] = ContextVar("tessera_caller", default=None)


def current_caller() -> Caller:
    """The caller of the current call.

    Raises Unauthenticated outside a call, and a PERMISSION_DENIED refusal for a caller that reads
    for several members: only `current_reader` accepts it.
    """
    caller = current_reader()
    if caller.reads_for:
        raise Refusal("PERMISSION_DENIED", "a caller with reads_for may only read cards")
    return caller


def current_reader() -> Caller:
    """As `current_caller`, but also accepts a caller that reads for several members.

    For batch reads that check each id with `require_member`. Raises Unauthenticated outside a call.
    """
    caller = _caller.get()
    if caller is None:
        raise Unauthenticated("no caller in this context")
    return caller


def caller_if_any() -> Caller | None:
    """The caller of the call at hand; None outside one, where the service works by itself."""
    return _caller.get()


def set_caller(caller: Caller | None) -> None:
    """Make `caller` the current caller of this task."""
    _caller.set(caller)


def brand_of(caller: Caller) -> str:
    """The one brand that `caller` acts for; a service that follows all brands acts for none."""
    if caller.brand == ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "needs a token of one brand")
    return caller.brand


def require_role(caller: Caller, *roles: Role) -> Caller:
    """`caller` if it has one of `roles`; else a PERMISSION_DENIED refusal."""
    if caller.role not in roles:
        raise Refusal("PERMISSION_DENIED", f"the role {caller.role} may not do this")
    return caller


def has_scope(caller: Caller, scope: str) -> bool:
    """Whether the caller's token names `scope`, `noun:read` or `noun:write`, or the noun alone."""
    return scope in caller.scopes or scope.partition(":")[0] in caller.scopes


def require_scope(caller: Caller, scope: str) -> Caller:
    """`caller` if it has `scope`, `noun:read` or `noun:write`; else a PERMISSION_DENIED refusal.

    Only operators and channels are asked. A token that names the noun alone has both scopes. A
    channel whose token names no scope may do what its role may, as tills of before scopes do.
    """
    if caller.role not in _SCOPED or (caller.role is Role.CHANNEL and not caller.scopes):
        return caller
    if not has_scope(caller, scope):
        raise Refusal("PERMISSION_DENIED", f"needs {scope}", metadata={"scope": scope})
    return caller


def require_channel(channel: str, field: str = "channel") -> None:
    """Nothing, unless the current caller's token names another channel; then a CHANNEL_NOT_OURS
    refusal. A service that works by itself may name any."""
    caller = _caller.get()
    if caller is not None and caller.channel not in ("", channel):
        raise Refusal(
            "CHANNEL_NOT_OURS",
            f"the token is for {caller.channel}",
            field=field,
            metadata={"channel": caller.channel},
        )


def works_for(caller: Caller, store_id: str) -> bool:
    """Whether `caller` may see and do what is of this store; what is of no store ("") is of the
    brand, so that a caller who is limited to stores may not."""
    return not caller.stores or store_id in caller.stores


def require_store(store_id: str, field: str = "store_id") -> None:
    """Nothing, unless the current caller is limited to other stores; then a STORE_NOT_YOURS
    refusal. So it is where no store is named. A service that works by itself may name any."""
    caller = _caller.get()
    if caller is not None and not works_for(caller, store_id):
        raise Refusal(
            "STORE_NOT_YOURS",
            "the token is for other stores",
            field=field,
            metadata={"store_id": store_id},
        )


def require_whole_brand(caller: Caller) -> Caller:
    """`caller` unless it is limited to stores; then a STORES_ONLY refusal."""
    if caller.stores:
        raise Refusal("STORES_ONLY", "the token is for certain stores of the brand")
    return caller


def require_member(caller: Caller, member_id: str) -> Caller:
    """`caller` if it may act for `member_id`; else a PERMISSION_DENIED refusal.

    A member may act for itself, a caller with `reads_for` for these members, and other roles for
    every member. The brand is not checked here: every query contains the caller's brand.
    """
    if caller.role is Role.MEMBER and member_id not in (caller.reads_for or {caller.member_id}):
        raise Refusal("PERMISSION_DENIED", "a member may act only for itself")
    return caller


def meant_member(caller: Caller, member_id: str) -> str:
    """The member whom a call is about: the caller, where `member_id` is empty.

    Refuses as `require_member`, and INVALID_ARGUMENT.
    """
    wanted = member_id or caller.member_id or ""
    require_member(caller, wanted)
    if not 1 <= len(wanted) <= MEMBER_ID_CHARS_MAX:
        raise invalid("member_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")
    return wanted
