"""A notice: a news that all who wanted an idea, or were invited to a trial, are to get."""

from dataclasses import dataclass
from datetime import datetime

from services.feedback.programme.domain import Text

MOVED, TRIAL = "idea_moved", "trial_opened"
"""The codes of the occasions."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`use` names the message in the section: the shelf that the idea came to, or `trial`. `name`
    is of the project or trial. `rewards`: the adoption is to be recorded at members first. `after`
    is the last vote or place whose member has heard."""

    id: str
    brand: str
    use: str
    name: Text
    at: datetime
    idea_ids: tuple[str, ...] = ()
    trial_id: str = ""
    rewards: bool = False
    after: str = ""

    @property
    def occasion(self) -> str:
        return TRIAL if self.trial_id else MOVED


@dataclass(frozen=True, slots=True)
class Adoption:
    """A member's idea was adopted; `event_id` is the same whenever that is told."""

    event_id: str
    idea_id: str
    member_id: str
    at: datetime
