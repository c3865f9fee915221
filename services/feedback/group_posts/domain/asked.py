"""What operators ask for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.feedback.group_posts.domain.post import Before, Post


@dataclass(frozen=True, slots=True)
class Request:
    """A write of an operator, as its caller sent it; `content` is its digest."""

    brand: str
    id: str
    content: bytes
    actor: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A post that is to be decided on, on the local day `day` that began at `today`; `begins` is
    when the days of each share did, by their number."""

    brand: str
    group_id: str
    members: Sequence[str]
    day: date
    today: datetime
    begins: Mapping[int, datetime]


Decide = Callable[[Before], Post]
