"""What is written down beside members themselves."""

from dataclasses import dataclass
from datetime import datetime

from services.members.domain.facts import Facts, Standing
from services.members.domain.tiers import Decision


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that takes effect once. `content` is what a repeat is compared with.

    It may hold personal data: storage keeps only a keyed digest of it.
    """

    request_id: str
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The first answer to a request. No personal data, because it is kept for ever."""

    member_id: str
    created: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision with whom it is about and the programme version it was made by."""

    member_id: str
    version: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Kept:
    """Something of a member to be written.

    `judge_at`: when it is judged next (None: never). `version`: the programme it was judged by.
    """

    judge_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class KeptGrowth(Kept):
    standing: Standing


@dataclass(frozen=True, slots=True)
class KeptFacts(Kept):
    facts: Facts


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to whom, when and why."""

    brand: str
    actor: str
    role: str
    action: str
    member_id: str
    reason: str
    at: datetime
