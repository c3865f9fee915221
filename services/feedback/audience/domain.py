"""A member as messages see one, and the changes that members tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

ALL = "all"
"""The contact channel that stands for each of them."""


class Purpose(StrEnum):
    """What a message is for; `profiling` is about how members are chosen for one."""

    SERVICE = "service"
    MARKETING = "marketing"
    SURVEY = "survey"
    PROFILING = "profiling"


@dataclass(frozen=True, slots=True)
class Said:
    """A member's word about a purpose and a contact channel."""

    at: datetime
    granted: bool

    @property
    def rank(self) -> tuple[datetime, bool]:
        """Of two words the higher counts: the later, and of two at one time the withdrawal."""
        return self.at, not self.granted


@dataclass(frozen=True, slots=True)
class Counted:
    """A message that took a place of the caps of its purpose."""

    touch_id: str
    purpose: Purpose
    at: datetime


@dataclass(frozen=True, slots=True)
class Rest:
    """Minutes of the local day in which a member wants no message; `until` may be the next day's.
    `zone` is an IANA name, "" for the brand's."""

    from_minute: int
    until_minute: int
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a member wishes to be reached: contact channels, the first wanted most, and the language
    of messages, "" for that of the profile."""

    channels: tuple[str, ...] = ()
    rest: Rest | None = None
    language: str = ""

    def in_order(self, channels: Sequence[str], contact: Mapping[str, str]) -> list[str]:
        """`channels`, those that the member named first; `contact` has what each is for members."""
        named = {channel: place for place, channel in enumerate(self.channels)}
        return sorted(channels, key=lambda each: named.get(contact[each], len(named)))


NO_PREFERENCES = Preferences()


@dataclass(frozen=True, slots=True)
class Reached:
    """A member, with what they agreed to and which messages count for caps. `store` is where they
    enrolled; "" for nowhere, and for whoever enrolled before stores were told."""

    member_id: str
    enrolled_at: datetime
    tier: str = ""
    consents: Mapping[tuple[str, str], Said] = field(default_factory=dict)
    """By purpose and contact channel."""
    counted: tuple[Counted, ...] = ()
    store: str = ""
    prefers: Preferences = NO_PREFERENCES

    def agreed(self, purpose: Purpose, channel: str, *, service_granted: bool) -> bool:
        """True when the brand may: by the latest word about the channel itself, or about all."""
        said = self.said(purpose, channel)
        if said is not None:
            return said.granted
        return purpose is Purpose.SERVICE and service_granted

    def said(self, purpose: Purpose, channel: str) -> Said | None:
        """The word that decides; None for a member who never said any."""
        words = (self.consents.get((purpose, each)) for each in {channel, ALL})
        return max((each for each in words if each), key=lambda each: each.rank, default=None)


@dataclass(frozen=True, slots=True)
class Enrolled:
    brand: str
    member_id: str
    at: datetime
    store: str = ""


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    brand: str
    member_id: str
    purpose: str
    channel: str
    said: Said


@dataclass(frozen=True, slots=True)
class Preferred:
    """The member wishes to be reached so, since `at`."""

    brand: str
    member_id: str
    preferences: Preferences
    at: datetime


@dataclass(frozen=True, slots=True)
class TierReached:
    """The tier on the main ladder, since the event of `at` and `event_id`."""

    brand: str
    member_id: str
    tier: str
    at: datetime
    event_id: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order of the member was recorded, by the event `event_id`."""

    brand: str
    member_id: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The member is erased."""

    brand: str
    member_id: str


Change = Enrolled | ConsentSaid | Preferred | TierReached | Ordered | Erased
