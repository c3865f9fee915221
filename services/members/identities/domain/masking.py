"""How personal data looks to a caller that may not see it.

A mask keeps just enough for a person at a counter to recognise what a member says, never the
length, and nothing at all of what is too short to hide.
"""

import unicodedata
from dataclasses import replace

from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.profile import Address, Gender, Profile

STARS = "****"
NAME_STARS = "**"
_CHINA = "+86"
_CHINA_MOBILE_DIGITS = 11
_SHORT_CHARS = 8
_TAIL_OF_SHORT_CHARS = 5


def name(value: str) -> str:
    """The first letter and two stars: 张**, J**. Only stars when it is the whole, or no letter.

    An emoji may be several characters that make no sense apart, so names that start with one show
    nothing.
    """
    text = unicodedata.normalize("NFC", value.strip())
    if not text:
        return ""
    first_is_letter = unicodedata.category(text[0]).startswith("L")
    return text[0] + NAME_STARS if first_is_letter and len(text) > 1 else NAME_STARS


def phone(value: str) -> str:
    """138****0000 for a Chinese mobile, +447****3456 for others, ****89 for a short one."""
    if value.startswith(_CHINA) and len(value) == len(_CHINA) + _CHINA_MOBILE_DIGITS:
        national = value.removeprefix(_CHINA)
        return national[:3] + STARS + national[-4:]
    if len(value) >= len("+") + _CHINA_MOBILE_DIGITS:
        return value[:4] + STARS + value[-4:]
    return STARS + value[-2:] if len(value) >= _SHORT_CHARS else STARS


def email(value: str) -> str:
    """z****@example.com: the first character of the local part, and the domain."""
    local, at, domain = value.rpartition("@")
    if not at:
        return token(value)
    return (local[0] if len(local) > 1 else "") + STARS + "@" + domain


def card(value: str) -> str:
    """****1234, the end, as on a receipt; two characters of a short one, none of a tiny one."""
    if len(value) >= _SHORT_CHARS:
        return STARS + value[-4:]
    return STARS + value[-2:] if len(value) >= _TAIL_OF_SHORT_CHARS else STARS


def token(value: str) -> str:
    """oA****9x: both ends of an id that no person reads; nothing of a short one."""
    return value[:2] + STARS + value[-2:] if len(value) >= _SHORT_CHARS else STARS


_BY_KIND = {
    IdentityKind.PHONE: phone,
    IdentityKind.WECHAT_OPENID: token,
    IdentityKind.WECHAT_UNIONID: token,
    IdentityKind.APP_ID: token,
    IdentityKind.POS_CARD: card,
    IdentityKind.EMAIL: email,
    IdentityKind.IN_CAR: card,
    IdentityKind.WECOM_EXTERNAL_ID: token,
}


def identity(value: Identity) -> str:
    """The value of an identity, masked as its kind asks."""
    return _BY_KIND[value.kind](value.value)


def profile(value: Profile) -> Profile:
    """The profile with its name masked, and nothing of the rest but what is known.

    Country, province and city stay, because service is organised by them; the language is shown.
    """
    address = value.address
    return replace(
        value,
        name=name(value.name),
        birthday=_covered(value.birthday),
        gender=Gender.UNKNOWN,
        address=Address(
            country=address.country,
            province=address.province,
            city=address.city,
            district=_covered(address.district),
            street=_covered(address.street),
            postal_code=_covered(address.postal_code),
        ),
        preferences=dict.fromkeys(value.preferences, STARS),
    )


def _covered(value: str) -> str:
    return STARS if value else ""
