"""What cells say, in the ways that brands write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from services.members.consent.domain.declaration import ContactChannel, Purpose
from services.members.identities.domain.profile import Gender

T = TypeVar("T")

_SHORTENED = re.compile(r"[+-]?[0-9]+([.][0-9]+)?[eE][+-]?[0-9]+")
_DAY = re.compile(
    "(?:(?P<year>[0-9]{4})[-/.年])?(?P<lunar>[Ll])?(?P<month>[0-9]{1,2})(?P<leap>[Ll])?"
    "[-/.月](?P<day>[0-9]{1,2})日?"
)
_DIGITS = re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_SOLAR = frozenset({"", "solar", "gregorian", "公历", "阳历", "新历"})
_LUNAR = frozenset({"lunar", "农历", "阴历", "旧历"})
_GENDERS = {
    "": Gender.UNKNOWN,
    **dict.fromkeys(("unknown", "未知", "保密"), Gender.UNKNOWN),
    **dict.fromkeys(("female", "f", "女", "女士", "女性"), Gender.FEMALE),
    **dict.fromkeys(("male", "m", "男", "先生", "男性"), Gender.MALE),
    **dict.fromkeys(("other", "其他", "其它"), Gender.OTHER),
}
_LANGUAGES = {
    "": "",
    **dict.fromkeys(("zh", "zh-cn", "zh_cn", "中文", "chinese"), "zh"),
    **dict.fromkeys(("en", "en-us", "en_us", "英文", "english"), "en"),
}
_CONSENT = re.compile(
    "(?P<purpose>[a-z_]{1,32})(/(?P<channel>[a-z_*]{1,32}))?@(?P<version>[^;；/@]{1,32})"
)
CONSENTS_MAX = 20


class CellInvalid(Exception):
    """A cell says nothing that its column can have. The message repeats nothing of it."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.field = column


class CellShortened(Exception):
    """A spreadsheet wrote a number such as a phone as 1.99E+10, and its last digits are lost."""

    reason = "IMPORT_NUMBER_SHORTENED"

    def __init__(self, column: str) -> None:
        super().__init__("a spreadsheet shortened the number: give the column the format text")
        self.field = column


class GivenConsent(NamedTuple):
    """A purpose, a contact channel and the version of the text, as a cell names them."""

    purpose: Purpose
    channel: ContactChannel
    version: str


def whole_number(column: str, text: str) -> str:
    """`text`, unless a spreadsheet shortened it. Raises CellShortened."""
    if _SHORTENED.fullmatch(unicodedata.normalize("NFKC", text).strip()):
        raise CellShortened(column)
    return text


def birthday(text: str, calendar: str) -> str:
    """The birthday as a profile has it: 1990-5-4, 1990/05/04, 1990年5月4日, 19900504, 05-04; in
    the lunar calendar where that is said, or with an L: 1990-L08-15. Raises CellInvalid."""
    lunar = _lunar(calendar)
    written = "".join(unicodedata.normalize("NFKC", text).split())
    if not written:
        return ""
    found = _DAY.fullmatch(written) or _DIGITS.fullmatch(written)
    if found is None:
        raise CellInvalid("birthday", "a day such as 1990-05-04, 05-04 or 1990年5月4日")
    said = found.groupdict()
    year = f"{said['year']}-" if said["year"] else ""
    mark = "L" if lunar or said.get("lunar") else ""
    leap = "L" if said.get("leap") else ""
    return f"{year}{mark}{int(said['month']):02d}{leap}-{int(said['day']):02d}"


def gender(text: str) -> Gender:
    """The gender. Raises CellInvalid."""
    return _word(text, _GENDERS, "gender", "female, male, other or none")


def language(text: str) -> str:
    """The language, "" for none. Raises CellInvalid."""
    return _word(text, _LANGUAGES, "language", "zh, en or none")


def consents(text: str) -> tuple[GivenConsent, ...]:
    """Consents as `purpose/contact channel@version`, with ; between them; without a channel one is
    for all. Raises CellInvalid."""
    parts = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
    if len(parts) > CONSENTS_MAX:
        raise CellInvalid("consents", f"at most {CONSENTS_MAX}")
    return tuple(map(_consent, parts))


def instant(column: str, text: str, zone: ZoneInfo) -> datetime:
    """An instant of ISO 8601; one without an offset, or a day alone, is by the brand's clock.
    Raises CellInvalid."""
    written = text.strip().replace("/", "-")
    try:
        if len(written) == len("2026-01-01"):
            return datetime.combine(date.fromisoformat(written), time(), zone)
        told = datetime.fromisoformat(written)
    except ValueError as error:
        raise CellInvalid(column, "a time such as 2026-01-31 or 2026-01-31T10:00:00") from error
    return told if told.tzinfo else told.replace(tzinfo=zone)


def _consent(part: str) -> GivenConsent:
    wrong = CellInvalid("consents", "purpose/channel@version, such as marketing/sms@2026-01")
    found = _CONSENT.fullmatch(part)
    if found is None:
        raise wrong
    try:
        channel = ContactChannel(found["channel"] or ContactChannel.ALL)
        return GivenConsent(Purpose(found["purpose"]), channel, found["version"].strip())
    except ValueError as error:
        raise wrong from error


def _lunar(text: str) -> bool:
    word = text.strip().lower()
    if word not in _SOLAR | _LUNAR:
        raise CellInvalid("calendar", "solar or lunar")
    return word in _LUNAR


def _word(text: str, known: Mapping[str, T], column: str, told: str) -> T:
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if word not in known:
        raise CellInvalid(column, told)
    return known[word]
