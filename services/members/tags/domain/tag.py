"""A tag of a member, and the kinds of tags."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CONFIDENCE_MAX = 100
CODE_CHARS_MAX = 48


class TagKind(StrEnum):
    """The programme writes the value, so it never changes."""

    DEMOGRAPHIC = "demographic"
    GEOGRAPHIC = "geographic"
    DEVICE = "device"
    BROWSE = "browse"
    SEARCH = "search"
    PURCHASE = "purchase"
    STYLE = "style"
    PRICE = "price"
    VALUES = "values"


class TagClass(StrEnum):
    """What kinds have in common."""

    BASE = "base"
    BEHAVIOUR = "behaviour"
    PSYCHOGRAPHIC = "psychographic"


CLASS_OF: Mapping[TagKind, TagClass] = {
    TagKind.DEMOGRAPHIC: TagClass.BASE,
    TagKind.GEOGRAPHIC: TagClass.BASE,
    TagKind.DEVICE: TagClass.BASE,
    TagKind.BROWSE: TagClass.BEHAVIOUR,
    TagKind.SEARCH: TagClass.BEHAVIOUR,
    TagKind.PURCHASE: TagClass.BEHAVIOUR,
    TagKind.STYLE: TagClass.PSYCHOGRAPHIC,
    TagKind.PRICE: TagClass.PSYCHOGRAPHIC,
    TagKind.VALUES: TagClass.PSYCHOGRAPHIC,
}


class TagRefresh(StrEnum):
    """How a tag is kept up to date."""

    REAL_TIME = "real_time"
    PERIODIC = "periodic"
    TRIGGERED = "triggered"


class TagSource(StrEnum):
    """Documents carry the value, so it never changes."""

    OPERATOR = "operator"
    CHANNEL = "channel"
    SERVICE = "service"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a rule gave a tag: the programme's version, and the facts that its condition names, each
    with its value; "" of one that is unknown, or follows from sealed data."""

    version: int
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """`confidence_percent`: 1 to 100. `expires_at`: from then the member has it no more.

    `set_by`: the subject of the caller's token; "" for a rule. `why`: of a rule only.
    """

    code: str
    source: TagSource
    set_by: str
    at: datetime
    confidence_percent: int = CONFIDENCE_MAX
    expires_at: datetime | None = None
    why: Why | None = None

    def lives(self, now: datetime) -> bool:
        """True while the member has it."""
        return self.expires_at is None or now < self.expires_at
