"""Which ideas a list has, and in which order."""

from dataclasses import dataclass

from services.feedback.ideas.domain.idea import Shelf, State


@dataclass(frozen=True, slots=True)
class IdeaFilter:
    """Empty fields select all. `by_votes`: those with most votes first, else the newest."""

    member_id: str = ""
    state: State | None = None
    shelf: Shelf | None = None
    by_votes: bool = False
