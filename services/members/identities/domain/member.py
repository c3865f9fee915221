"""A member: identities, profile, and the time of enrolment."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.members.identities.domain.identity import Identity, IdentityKind

NAME_CHARS_MAX = 64
CHANNEL_CHARS_MAX = 32
LANGUAGES = frozenset({"", "zh", "en"})
PROFILE_FIELDS = ("name", "birthday", "language")
# A birthday without a year is checked in a leap year: 29 February is one.
_LEAP_YEAR = 2000
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
EARLIEST_BIRTHDAY = date(1900, 1, 1)


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

    def changed(
        self, profile: Profile, fields: tuple[str, ...], etag: str, today: date
    ) -> "Member":
        """This member with `fields` taken from `profile`. Raises EtagMismatch, ProfileInvalid.

        An empty `etag` asks for no check of it. What does not change is not judged again.
        """
        if etag and etag != self.etag:
            raise EtagMismatch(self.etag)
        values = {name: getattr(profile, name) for name in fields}
        checked(replace(Profile(), **values), today)
        new = replace(self.profile, **values)
        return replace(self, profile=new, version=self.version + 1)

    def with_identities(self, identities: tuple[Identity, ...]) -> "Member":
        """This member with these identities."""
        return replace(self, identities=identities, version=self.version + 1)


def checked(profile: Profile, today: date) -> Profile:
    """`profile`. Raises ProfileInvalid naming the field.

    `today`: the brand's local day, after which nobody is born.
    """
    if len(profile.name) > NAME_CHARS_MAX:
        raise ProfileInvalid("profile.name", f"at most {NAME_CHARS_MAX} characters")
    if profile.birthday:
        _check_birthday(profile.birthday, today)
    if profile.language not in LANGUAGES:
        raise ProfileInvalid("profile.language", "zh or en")
    return profile


def _check_birthday(text: str, today: date) -> None:
    year_known = len(text) != len("MM-DD")
    full = text if year_known else f"{_LEAP_YEAR}-{text}"
    try:
        if not _DAY.fullmatch(full):
            raise ValueError(full)
        day = date.fromisoformat(full)
    except ValueError as error:
        told = "a day of the calendar as MM-DD or YYYY-MM-DD"
        raise ProfileInvalid("profile.birthday", told) from error
    if year_known and not EARLIEST_BIRTHDAY <= day <= today:
        told = f"from {EARLIEST_BIRTHDAY} to today, or MM-DD without the year"
        raise ProfileInvalid("profile.birthday", told)
