"""What is kept of journeys together, and what is read of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.feedback.audience.domain import Reached
from services.feedback.experiments.domain.running import Exposure
from services.feedback.journeys.domain.deed import Deed
from services.feedback.journeys.domain.entry import Entry
from services.feedback.reach.domain.touch import Touch


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it is to be kept, with the touches of its steps, exposures to arms, and deeds."""

    entry: Entry
    touches: tuple[Touch, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A member in a transaction: their latest entry by journey, and the journeys paused."""

    member_id: str
    reached: Reached
    latest: Mapping[str, Entry]
    paused: Collection[str]


@dataclass(frozen=True, slots=True)
class Write:
    """An operator's write as it was sent."""

    brand: str
    id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Paused:
    """A journey by its code; `since` is None while it goes on."""

    code: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one journey: members waiting by step, those set aside by a pause, entries ended by
    reason, touches and deeds by step and state."""

    waiting: Mapping[str, int]
    set_aside: Mapping[str, int]
    ended: Mapping[str, int]
    touches: Mapping[tuple[str, str], int]
    deeds: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Empty fields select all."""

    member_id: str = ""
    journey: str = ""
