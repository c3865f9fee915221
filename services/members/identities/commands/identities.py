"""Identities brought into the one form that is compared."""

import re

import phonenumbers

from services.common.errors import invalid
from services.common.text import checked, compared, has_control
from services.members.identities.domain.identity import VALUE_CHARS_MAX, Identity, IdentityKind

_PHONE = re.compile(r"\+?[\d ()./~\u2010-\u2015\u2212-]+")
_EMAIL = re.compile(r"[^\s@]+(@[^\s@]+)+")


class PhoneInvalid(Exception):
    """No phone has this number: too short, too long, or no such range in its country."""

    reason = "PHONE_INVALID"

    def __init__(self, field: str) -> None:
        super().__init__("not a phone number")
        self.field = field


def normalised(kind: IdentityKind | None, value: str, region: str, field: str) -> Identity:
    """The identity as it is kept: phones in E.164, e-mails in lower case, all `compared`.

    `region` is the country of a number without a prefix, `field` the request's path. Raises
    PhoneInvalid and INVALID_ARGUMENT refusals.
    """
    if kind is None:
        raise invalid(f"{field}.kind", "one of the known kinds")
    text = checked(f"{field}.value", value, VALUE_CHARS_MAX, least=1, form=compared)
    if has_control(text):
        raise invalid(f"{field}.value", "no control characters")
    if kind is IdentityKind.PHONE:
        return Identity(kind, _e164(text, region, f"{field}.value"))
    if kind is IdentityKind.EMAIL and not _EMAIL.fullmatch(text):
        raise invalid(f"{field}.value", "an e-mail address")
    sent = in_form(Identity(kind, text))
    former = value.strip().lower() if kind is IdentityKind.EMAIL else value.strip()
    return sent if former == sent.value else Identity(kind, sent.value, former)


def phone_of(value: str, region: str, field: str) -> str:
    """A phone number in E.164. Raises PhoneInvalid and INVALID_ARGUMENT refusals."""
    text = checked(field, value, VALUE_CHARS_MAX, least=1, form=compared)
    if has_control(text):
        raise invalid(field, "no control characters")
    return _e164(text, region, field)


def in_form(identity: Identity) -> Identity:
    """A known identity in today's form. Phones have been in E.164 from the first day."""
    if identity.kind is IdentityKind.PHONE:
        return identity
    text = compared(identity.value)
    if identity.kind is IdentityKind.EMAIL:
        # In lower case an accent may need composing again.
        text = compared(text.replace("\u3002", ".").lower())
    return Identity(identity.kind, text or identity.value)


def _e164(text: str, region: str, field: str) -> str:
    # The library would dial letters (199ABCDEFGH), and drop what follows "ext.".
    if not _PHONE.fullmatch(text):
        raise PhoneInvalid(field)
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise PhoneInvalid(field) from error
    if not phonenumbers.is_valid_number(number):
        raise PhoneInvalid(field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
