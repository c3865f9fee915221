"""An identity finds a member: a phone, an openid, a card."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

VALUE_CHARS_MAX = 128
IDENTITIES_PER_REQUEST_MAX = 8
IDENTITIES_PER_MEMBER_MAX = 32
PAST_IDENTITIES_MAX = 64
"""Of one member; the oldest are forgotten."""


class IdentityKind(StrEnum):
    """The kinds of identity. Documents and keys carry the value, so it never changes."""

    PHONE = "phone"
    WECHAT_OPENID = "wechat_openid"
    WECHAT_UNIONID = "wechat_unionid"
    APP_ID = "app_id"
    POS_CARD = "pos_card"
    EMAIL = "email"
    IN_CAR = "in_car"
    WECOM_EXTERNAL_ID = "wecom_external_id"


@dataclass(frozen=True, slots=True)
class Identity:
    """A kind and its value in the one form that is compared (a phone in E.164).

    `former`: the form in which it was kept before texts had one form, where that is another.
    """

    kind: IdentityKind
    value: str
    former: str = field(default="", compare=False)


class PastIdentity(NamedTuple):
    """An identity that the member had, until it was taken from them. `since` is None if unknown."""

    identity: Identity
    since: datetime | None
    until: datetime


class IdentityTaken(Exception):
    """The identities sent belong to more than one member: which one is meant can't be known."""

    reason = "IDENTITY_TAKEN"
    field = "identities"


class IdentityNotHeld(Exception):
    """The member has no such identity, so it can't be taken from them."""

    reason = "IDENTITY_NOT_HELD"
    field = "unlink"


class LastIdentity(Exception):
    """Without any identity nobody would find the member again."""

    reason = "LAST_IDENTITY"
    field = "unlink"


class TooManyIdentities(Exception):
    """A member carries at most IDENTITIES_PER_MEMBER_MAX identities."""

    reason = "INVALID_ARGUMENT"
    field = "identities"


def one_owner(owners: set[str]) -> str | None:
    """The owner of the identities; None when they are all new. Raises IdentityTaken."""
    if len(owners) > 1:
        raise IdentityTaken("the identities belong to different members")
    return next(iter(owners), None)


def joined(known: tuple[Identity, ...], sent: tuple[Identity, ...]) -> tuple[Identity, ...]:
    """`known` with those of `sent` that are new. Raises TooManyIdentities."""
    together = tuple(dict.fromkeys(known + sent))
    if len(together) > IDENTITIES_PER_MEMBER_MAX:
        raise TooManyIdentities(f"a member has at most {IDENTITIES_PER_MEMBER_MAX} identities")
    return together


def without(known: tuple[Identity, ...], named: Identity) -> tuple[Identity, tuple[Identity, ...]]:
    """The one of `known` that is `named`, and the others. Raises IdentityNotHeld."""
    forms = (named, Identity(named.kind, named.former))
    held = next((identity for identity in known if identity in forms), None)
    if held is None:
        raise IdentityNotHeld("the member does not have this identity")
    return held, tuple(identity for identity in known if identity != held)
