"""A member: identities, profile, and the time of enrolment."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.members.identities.domain.identity import Identity, IdentityKind

NAME_CHARS_MAX = 64
CHANNEL_CHARS_MAX = 32
LANGUAGES = frozenset({"", "zh", "en"})
PROFILE_FIELDS = ("name", "birthday", "language")
# A birthday without a year is checked in a leap year: 29 February is one.
_LEAP_YEAR = 2000


class MemberNotFound(Exception):
    """No member of this brand has that id or identity."""

    reason = "MEMBER_NOT_FOUND"


class EtagMismatch(Exception):
    """The record was changed since the caller read it."""

    reason = "ETAG_MISMATCH"
    field = "etag"

    def __init__(self, current: str) -> None:
        super().__init__(f"the record is at {current}")
        self.metadata = {"etag": current}


class ProfileInvalid(Exception):
    """A field of a profile is too long or malformed."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Profile:
    """Facts that members give of themselves, "" where unknown. A birthday: MM-DD or YYYY-MM-DD."""

    name: str = ""
    birthday: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member with their personal data in clear, as only this service holds it."""

    id: str
    brand: str
    identities: tuple[Identity, ...]
    profile: Profile
    channel: str
    created_at: datetime
    version: int = 1

    @property
    def etag(self) -> str:
        """Changes with the profile and the identities."""
        return str(self.version)

    @property
    def phone(self) -> str:
        """The first phone in E.164; empty when there is none."""
        phones = (i.value for i in self.identities if i.kind is IdentityKind.PHONE)
        return next(phones, "")

    def changed(self, profile: Profile, fields: tuple[str, ...], etag: str) -> "Member":
        """This member with `fields` taken from `profile`. Raises EtagMismatch, ProfileInvalid.

        An empty `etag` asks for no check.
        """
        if etag and etag != self.etag:
            raise EtagMismatch(self.etag)
        values = {name: getattr(profile, name) for name in fields}
        new = checked(replace(self.profile, **values))
        return replace(self, profile=new, version=self.version + 1)

    def with_identities(self, identities: tuple[Identity, ...]) -> "Member":
        """This member with these identities."""
        return replace(self, identities=identities, version=self.version + 1)


def checked(profile: Profile) -> Profile:
    """`profile`, trimmed. Raises ProfileInvalid naming the field."""
    profile = Profile(profile.name.strip(), profile.birthday.strip(), profile.language)
    if len(profile.name) > NAME_CHARS_MAX:
        raise ProfileInvalid("profile.name", f"at most {NAME_CHARS_MAX} characters")
    if profile.birthday and not _is_birthday(profile.birthday):
        raise ProfileInvalid("profile.birthday", "a day as MM-DD or YYYY-MM-DD")
    if profile.language not in LANGUAGES:
        raise ProfileInvalid("profile.language", "zh or en")
    return profile


def _is_birthday(text: str) -> bool:
    full = f"{_LEAP_YEAR}-{text}" if len(text) == len("MM-DD") else text
    if len(full) != len("YYYY-MM-DD") or full[4] != "-" or full[7] != "-":
        return False
    try:
        date.fromisoformat(full)
    except ValueError:
        return False
    return full.isascii()
