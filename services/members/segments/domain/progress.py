"""How far the members of a brand are judged by its segments."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """`done`: the key by which all members were judged; `running`: that of the sweep that is behind
    the member `after`, begun at `begun_at`."""

    done: str = ""
    running: str = ""
    after: str = ""
    begun_at: datetime | None = None
