"""A merge of two members, and why there is none."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

UNDO_FOR = timedelta(days=30)
COPY_KEPT = timedelta(days=31)
"""How long the copy of what a member had is kept: a day longer than it may be asked for."""


class MergeState(StrEnum):
    """The state of a merge in this service."""

    MERGED = "merged"
    UNDONE = "undone"


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


class MergeUndone(Exception):
    """The merge was undone before."""

    reason = "MERGE_UNDONE"
    field = "merge_id"


class MergeUndoOver(Exception):
    """The time for an undo is over, or one of the two was erased since."""

    reason = "MERGE_UNDO_OVER"
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
    """`from_id` stands for `into_id` since `at`, until it is undone. `by`: the operator's subject.

    `returned`: of each kind how much went back, and how much could not.
    """

    id: str
    brand: str
    from_id: str
    into_id: str
    state: MergeState
    reason: str
    by: str
    at: datetime
    parts: tuple[Part, ...] = ()
    undone_at: datetime | None = None
    undone_by: str = ""
    returned: tuple[Part, ...] = ()

    def check_undo(self, now: datetime) -> None:
        """Raises MergeUndone and MergeUndoOver."""
        if self.state is MergeState.UNDONE:
            raise MergeUndone("it was undone")
        if now >= self.at + UNDO_FOR:
            raise MergeUndoOver(f"until {(self.at + UNDO_FOR).isoformat()}")

    def undone(self, now: datetime, by: str, returned: tuple[Part, ...]) -> "Merge":
        """The merge after its undo."""
        state = MergeState.UNDONE
        return replace(self, state=state, undone_at=now, undone_by=by, returned=returned)
