"""A trial: chosen members try what an idea became, as long as places are left."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.feedback.programme.domain import Text

PLACES_MAX = 200
INVITED_MAX = 200
DAYS_MAX = 366


class Answer(StrEnum):
    """What a member said to an invitation."""

    NONE = "none"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Trial:
    """`closes` is the last local day on which places are taken; `taken` is how many are."""

    id: str
    idea_id: str
    name: Text
    places: int
    closes: date
    opened_at: datetime
    invited: int
    taken: int = 0

    def is_open(self, today: date) -> bool:
        return today <= self.closes and self.taken < self.places


class TrialNotFound(Exception):
    """There is no such trial, or the member was not invited."""

    reason = "TRIAL_NOT_FOUND"
    field = "trial_id"


class TrialOver(Exception):
    """Places are taken no more."""

    reason = "TRIAL_OVER"

    def __init__(self, trial: Trial) -> None:
        super().__init__(trial.id)
        self.metadata = {"places": str(trial.places), "closes": trial.closes.isoformat()}


def places_after(trial: Trial, before: Answer, after: Answer, today: date) -> int:
    """How many places are taken once a member who said `before` says `after`. Raises TrialOver for
    one who wants a place that is not there; giving one up is always possible."""
    if before is after:
        return trial.taken
    if after is Answer.ACCEPTED:
        if not trial.is_open(today):
            raise TrialOver(trial)
        return trial.taken + 1
    return trial.taken - 1 if before is Answer.ACCEPTED else trial.taken
