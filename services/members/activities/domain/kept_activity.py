"""An activity as it is kept, to be shown."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptActivity:
    """`id` is unique in the brand. `content` is the whole report, empty once its details were let
    go."""

    channel: str
    event_id: str
    member_id: str
    type: str
    occurred_at: datetime
    recorded_at: datetime
    content: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """No channel has a slash in its name, so two activities never have the same."""
        return f"{self.channel}/{self.event_id}"
