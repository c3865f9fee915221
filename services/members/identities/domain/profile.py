"""A profile: what members say of themselves, and the rules of the brand for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from services.members.identities.domain import birthday as birthdays
from services.members.identities.domain.birthday import SolarOf
from services.members.identities.domain.profile_section import Preference, ProfileSection

NAME_CHARS_MAX = 64
AREA_CHARS_MAX = 64
STREET_CHARS_MAX = 200
POSTAL_CODE_CHARS_MAX = 16
PREFERENCE_CHARS_MAX = 64
LANGUAGES = frozenset({"", "zh", "en"})
PROFILE_FIELDS = ("name", "birthday", "language", "gender", "address", "preferences")
EARLIEST_BIRTHDAY = date(1900, 1, 1)


class ProfileInvalid(Exception):
    """A field of a profile is too long or malformed."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class PreferenceUnknown(Exception):
    """The brand's programme declares no such preference, or not this value of it."""

    reason = "PREFERENCE_UNKNOWN"

    def __init__(self, code: str, known: str) -> None:
        super().__init__(f"known: {known or 'none'}")
        self.field = "profile.preferences"
        self.metadata = {"preference": code[:PREFERENCE_CHARS_MAX]}


class BirthdayChangedTooOften(Exception):
    """A birthday changes only so often in a year, or a member would have several in it."""

    reason = "BIRTHDAY_CHANGE_LIMIT"
    field = "profile.birthday"

    def __init__(self, limit: int, from_day: date) -> None:
        super().__init__(f"{limit} changes in a year; the next from {from_day}")
        self.metadata = {"limit": str(limit), "from": from_day.isoformat()}


class Gender(StrEnum):
    """As members tell it. Documents carry the value, so it never changes."""

    UNKNOWN = ""
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Address:
    """`country`: ISO 3166, two letters. "" where unknown."""

    country: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Facts that members give of themselves, "" where unknown.

    `birthday`: the text of a `Birthday`. `preferences`: values by the code that the programme
    declares.
    """

    name: str = ""
    birthday: str = ""
    language: str = ""
    gender: Gender = Gender.UNKNOWN
    address: Address = field(default_factory=Address)
    preferences: Mapping[str, str] = field(default_factory=dict)

    def is_complete(self, section: ProfileSection) -> bool:
        """Whether all is told that the brand asks for; of preferences one is enough. False where it
        asks for nothing."""
        # An address begins with its country, which alone is none.
        told = {"address": self.address.city or self.address.street}
        return bool(section.complete) and all(
            told.get(name, getattr(self, name)) for name in section.complete
        )

    def content(self) -> tuple[str, ...]:
        """All of it as texts, for the comparison of repeats.

        What came with a later release is left out where it is empty: request ids are for ever.
        """
        later = [f"gender={self.gender}"] if self.gender else []
        address = self.address
        parts = (address.country, address.province, address.city, address.district)
        if any(whole := (*parts, address.street, address.postal_code)):
            later += ["address", *whole]
        later += [
            f"preference={code}={self.preferences[code]}" for code in sorted(self.preferences)
        ]
        return (self.name, self.birthday, self.language, *later)


@dataclass(frozen=True, slots=True)
class ProfileRules:
    """What a profile is judged by: the time, the brand's local day, its section, the calendar."""

    now: datetime
    today: date
    solar_of: SolarOf
    section: ProfileSection = field(default_factory=ProfileSection)


@dataclass(frozen=True, slots=True)
class BirthdayHistory:
    """When the birthday was set last, and how often it was changed in the local `year`.

    `set_at` is None before the first one, and where a release without this history kept it.
    """

    set_at: datetime | None = None
    year: int = 0
    changes: int = 0

    def left(self, birthday: str, year: int, section: ProfileSection) -> int | None:
        """How often it may change yet in the `year`; None before the first one, which is free."""
        if not birthday and self.set_at is None:
            return None
        before = self.changes if self.year == year else 0
        return max(0, section.birthday_changes_per_year - before)

    def after(self, old: str, new: str, rules: ProfileRules) -> "BirthdayHistory":
        """The history once the text `new` stands for `old`. Raises BirthdayChangedTooOften.

        The first birthday is no change, and neither is another way to write the same day; members
        may always withdraw it, and one that comes after that is a change.
        """
        key, limit = birthdays.key_of(new), rules.section.birthday_changes_per_year
        if not key or key == birthdays.key_of(old):
            return self
        year = rules.today.year
        left = self.left(old, year, rules.section)
        if left is None:
            return BirthdayHistory(rules.now)
        if left == 0:
            raise BirthdayChangedTooOften(limit, date(year + 1, 1, 1))
        before = self.changes if self.year == year else 0
        return BirthdayHistory(rules.now, year, before + 1)


def checked(profile: Profile, rules: ProfileRules) -> Profile:
    """`profile`. Raises ProfileInvalid and PreferenceUnknown, naming the field."""
    if len(profile.name) > NAME_CHARS_MAX:
        raise ProfileInvalid("profile.name", f"at most {NAME_CHARS_MAX} characters")
    if profile.birthday:
        _check_birthday(profile.birthday, rules)
    if profile.language not in LANGUAGES:
        raise ProfileInvalid("profile.language", "zh or en")
    _check_address(profile.address)
    _check_preferences(profile.preferences, rules.section.preferences)
    return profile


def _check_birthday(text: str, rules: ProfileRules) -> None:
    try:
        birthday = birthdays.parse(text)
    except ValueError as error:
        told = "a day of the calendar: MM-DD, YYYY-MM-DD, or LMM-DD in the lunar one"
        raise ProfileInvalid("profile.birthday", told) from error
    if not birthday.year:
        return
    day = birthday.born_on(rules.solar_of)
    if day is None:
        raise ProfileInvalid("profile.birthday", "that lunar year has no such day")
    if not EARLIEST_BIRTHDAY <= day <= rules.today:
        told = f"from {EARLIEST_BIRTHDAY} to today, or MM-DD without the year"
        raise ProfileInvalid("profile.birthday", told)


def _check_address(address: Address) -> None:
    country = address.country
    if country and not (len(country) == len("CN") and country.isascii() and country.isupper()):
        raise ProfileInvalid("profile.address.country", "two letters of ISO 3166, such as CN")
    for name in ("province", "city", "district"):
        if len(getattr(address, name)) > AREA_CHARS_MAX:
            raise ProfileInvalid(f"profile.address.{name}", f"at most {AREA_CHARS_MAX} characters")
    if len(address.street) > STREET_CHARS_MAX:
        told = f"at most {STREET_CHARS_MAX} characters"
        raise ProfileInvalid("profile.address.street", told)
    if len(address.postal_code) > POSTAL_CODE_CHARS_MAX:
        told = f"at most {POSTAL_CODE_CHARS_MAX} characters"
        raise ProfileInvalid("profile.address.postal_code", told)


def _check_preferences(sent: Mapping[str, str], known: Mapping[str, Preference]) -> None:
    for code, value in sent.items():
        if code not in known:
            raise PreferenceUnknown(code, ", ".join(known))
        if not 1 <= len(value) <= PREFERENCE_CHARS_MAX:
            told = f"{code}: 1 to {PREFERENCE_CHARS_MAX} characters; leave it out to forget it"
            raise ProfileInvalid("profile.preferences", told)
        codes = known[code].codes
        if codes and value not in codes:
            raise PreferenceUnknown(code, ", ".join(sorted(codes)))
