"""An entry: a member on a journey, with the steps that were taken."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from services.feedback.reach.domain.wish import Occasion

ENTRY_PREFIX = "ent_"
ID_CHARACTERS = 26


class State(StrEnum):
    """PAUSED: its wait is over, and its journey is paused."""

    WAITING = "waiting"
    PAUSED = "paused"
    ENDED = "ended"


class End(StrEnum):
    """Why an entry ended."""

    DONE = "done"
    UNTIL = "until"
    STEP_GONE = "step_gone"
    JOURNEY_GONE = "journey_gone"
    MERGED = "merged"


class Outcome(StrEnum):
    """What became of a step: passed over for its CONDITION, or without consent to PROFILING. A wait
    for an event is MET by it, or TIMED_OUT. ASKED: its deed tells what came of it."""

    WAITED = "waited"
    MET = "met"
    TIMED_OUT = "timed_out"
    WISHED = "wished"
    ASKED = "asked"
    WENT = "went"
    CONDITION = "condition"
    PROFILING = "profiling"


@dataclass(frozen=True, slots=True)
class Line:
    """A step that was due at `due`, taken by that revision of the programme. `event_id` is what
    met a wait."""

    step: str
    outcome: Outcome
    due: datetime
    revision: str
    message: str = ""
    touch_id: str = ""
    event_id: str = ""
    deed_id: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """`entered_by` is the event; `step` is where the member waits until `due`."""

    id: str
    member_id: str
    journey: str
    occasion: Occasion
    entered_by: str
    entered_at: datetime
    state: State = State.WAITING
    step: str = ""
    due: datetime | None = None
    end: End | None = None
    ended_at: datetime | None = None
    lines: tuple[Line, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state is not State.ENDED

    @property
    def is_met(self) -> bool:
        """True when what the member waits for came, and the member did not go on yet."""
        return bool(self.lines) and self.lines[-1].outcome is Outcome.MET

    def has_heard(self, event_id: str) -> bool:
        """True when the event brought the member in, or met a wait."""
        return event_id == self.entered_by or any(each.event_id == event_id for each in self.lines)

    def ended(self, end: End, now: datetime) -> "Entry":
        """Off the journey at `now`."""
        return replace(self, state=State.ENDED, end=end, ended_at=now, step="", due=None)


def entry_id(brand: str, journey: str, member_id: str, event_id: str) -> str:
    """The id of the entry that an event brings: the same, however often the event comes."""
    digest = sha256("\x1f".join((brand, journey, member_id, event_id)).encode()).hexdigest()
    return ENTRY_PREFIX + digest[:ID_CHARACTERS]
