"""Identities brought into the one form that is compared."""

import phonenumbers

from services.common.errors import invalid
from services.members.identities.domain.identity import VALUE_CHARS_MAX, Identity, IdentityKind


class PhoneInvalid(Exception):
    """No phone has this number: too short, too long, or no such range in its country."""

    reason = "PHONE_INVALID"

    def __init__(self, field: str) -> None:
        super().__init__("not a phone number")
        self.field = field


def normalised(kind: IdentityKind | None, value: str, region: str, field: str) -> Identity:
    """The identity as it is kept: phones in E.164, e-mails in lower case, all trimmed.

    `region` is the country of a number without a prefix, `field` the request's path. Raises
    PhoneInvalid and INVALID_ARGUMENT refusals.
    """
    if kind is None:
        raise invalid(f"{field}.kind", "one of the known kinds")
    text = value.strip()
    if not 1 <= len(text) <= VALUE_CHARS_MAX:
        raise invalid(f"{field}.value", f"1 to {VALUE_CHARS_MAX} characters")
    if kind is IdentityKind.PHONE:
        return Identity(kind, _e164(text, region, f"{field}.value"))
    if kind is IdentityKind.EMAIL:
        local, _, domain = text.rpartition("@")
        if not local or not domain:
            raise invalid(f"{field}.value", "an e-mail address")
        text = text.lower()
    return Identity(kind, text)


def _e164(text: str, region: str, field: str) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise PhoneInvalid(field) from error
    if not phonenumbers.is_valid_number(number):
        raise PhoneInvalid(field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
