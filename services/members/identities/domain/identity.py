"""An identity finds a member: a phone, an openid, a card."""

from dataclasses import dataclass, field
from enum import StrEnum

VALUE_CHARS_MAX = 128
IDENTITIES_PER_REQUEST_MAX = 8
IDENTITIES_PER_MEMBER_MAX = 32


class IdentityKind(StrEnum):
    """The kinds of identity. Documents and keys carry the value, so it never changes."""

    PHONE = "phone"
    WECHAT_OPENID = "wechat_openid"
    WECHAT_UNIONID = "wechat_unionid"
    APP_ID = "app_id"
    POS_CARD = "pos_card"
    EMAIL = "email"
    IN_CAR = "in_car"


@dataclass(frozen=True, slots=True)
class Identity:
    """A kind and its value in the one form that is compared (a phone in E.164).

    `former`: the form in which it was kept before texts had one form, where that is another.
    """

    kind: IdentityKind
    value: str
    former: str = field(default="", compare=False)


class IdentityTaken(Exception):
    """The identities sent belong to more than one member: which one is meant can't be known."""

    reason = "IDENTITY_TAKEN"
    field = "identities"


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
