"""How a member wishes to be reached."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from services.members.consent.domain.declaration import ContactChannel
from services.members.identities.domain.profile import LANGUAGES

_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


class PreferencesInvalid(Exception):
    """A part of the preferences is malformed."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times, HH:MM, between which no message is wanted; `zone` is "" for the brand's."""

    from_time: str
    until_time: str
    zone: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """`channels` in the member's order; `language` is "" for that of the profile."""

    channels: tuple[ContactChannel, ...]
    quiet: QuietHours | None
    language: str
    at: datetime


def checked(preferences: Preferences) -> Preferences:
    """`preferences`. Raises PreferencesInvalid naming the field."""
    if ContactChannel.ALL in preferences.channels:
        raise PreferencesInvalid("preferences.channels", "an order has no ALL: name each channel")
    if preferences.language not in LANGUAGES:
        raise PreferencesInvalid("preferences.language", "zh or en")
    if preferences.quiet is not None:
        _check_quiet(preferences.quiet)
    return preferences


def _check_quiet(quiet: QuietHours) -> None:
    at = "preferences.quiet_hours"
    for name, value in (("from", quiet.from_time), ("until", quiet.until_time)):
        if not _TIME.fullmatch(value):
            raise PreferencesInvalid(f"{at}.{name}", "a local time, HH:MM")
    if quiet.from_time == quiet.until_time:
        raise PreferencesInvalid(
            f"{at}.until", "another time than `from`; to get nothing, withdraw consent"
        )
    if quiet.zone and quiet.zone not in _zones():
        raise PreferencesInvalid(f"{at}.time_zone", "an IANA name, such as Asia/Shanghai")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
