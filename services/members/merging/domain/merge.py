"""A merge of two members, and why there is none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

COPY_KEPT = timedelta(days=31)
"""How long the copy of what a member had is kept: a day longer than it may be asked for."""


class MergeState(StrEnum):
    """The state of a merge in this service."""

    MERGED = "merged"


class MergeIntoSelf(Exception):
    """Both ids are of one member, now or since a merge."""

    reason = "MERGE_INTO_SELF"
    field = "into_member_id"


class MemberMerged(Exception):
    """The member was merged into `survivor` before."""

    reason = "MEMBER_MERGED"

    def __init__(self, member_id: str, survivor: str, field: str) -> None:
        super().__init__(f"{member_id} was merged")
        self.field = field
        self.metadata = {"member_id": survivor}


class ErasureWaits(Exception):
    """The member will be erased at `due_at`, as they wish: that is theirs to cancel first."""

    reason = "ERASURE_WAITING"

    def __init__(self, due_at: datetime, field: str) -> None:
        super().__init__(f"due at {due_at.isoformat()}")
        self.field = field
        self.metadata = {"due_time": due_at.isoformat()}


class MergeNotFound(Exception):
    """No merge of the brand has that id."""

    reason = "MERGE_NOT_FOUND"
    field = "merge_id"


class MergeTooLarge(Exception):
    """The survivor would have more of `what` than one member may have."""

    reason = "MERGE_TOO_LARGE"

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"{what}: at most {limit}")
        self.metadata = {"what": what, "limit": str(limit)}


class Part(NamedTuple):
    """How much of one kind moved, and how much stayed with the old id."""

    what: str
    moved: int
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """`from_id` stands for `into_id` since `at`. `by` is the operator's subject."""

    id: str
    brand: str
    from_id: str
    into_id: str
    state: MergeState
    reason: str
    by: str
    at: datetime
    parts: tuple[Part, ...] = ()
