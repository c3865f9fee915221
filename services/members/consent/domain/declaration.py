"""A declaration: what a member said once of a purpose and a contact channel."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

GIVEN_BY_CHARS_MAX = 32
REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500
PROOF_CHARS_MAX = 128
VERSION_CHARS_MAX = 32


class Purpose(StrEnum):
    """A use that a brand makes of a member's data. Documents carry the value: it never changes."""

    SERVICE = "service"
    MARKETING = "marketing"
    SURVEY = "survey"
    PROFILING = "profiling"
    SHARING = "sharing"


class ContactChannel(StrEnum):
    """A way to reach a member. Documents carry the value, so it never changes."""

    ALL = "*"
    SMS = "sms"
    WECHAT = "wechat"
    WECOM = "wecom"
    APP_PUSH = "app_push"
    EMAIL = "email"
    IN_APP = "in_app"
    IN_CAR = "in_car"
    PHONE = "phone"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Declaration:
    """Given or withdrawn, at an instant of whole milliseconds.

    `version`: of the text that was agreed to; "" for a withdrawal. `given_by`: the channel by which
    the member said so.
    """

    purpose: Purpose
    channel: ContactChannel
    granted: bool
    version: str
    given_by: str
    at: datetime

    @property
    def rank(self) -> tuple[datetime, bool, str, str]:
        """The one of the highest rank counts: the latest, and of two at once the withdrawal.

        Version and channel only make equals stand in one order, whichever came first.
        """
        return self.at, not self.granted, self.version, self.given_by


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a declaration came here. `subject` and `role` are those of the token."""

    role: str
    subject: str
    reason: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A declaration of a member, and how it came here."""

    member_id: str
    declaration: Declaration
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class Recorded:
    """A declaration of a member, as it was recorded; `id` sorts by the time of that.

    `programme_version`: of the programme in force then, whose file keeps the text for ever.
    """

    id: str
    said: Said
    programme_version: int
    at: datetime
