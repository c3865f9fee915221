"""Votes: which members an idea counts, and what a member may still do."""

from collections.abc import Iterable, Set
from dataclasses import dataclass


class IdeasNotOffered(Exception):
    """The brand's programme has no co-creation."""

    reason = "IDEAS_NOT_OFFERED"


class IdeaNotAllowed(Exception):
    """The programme's condition does not hold for the member. `action` is propose or vote."""

    reason = "IDEA_NOT_ALLOWED"

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.metadata = {"action": action}


class IdeaLimitReached(Exception):
    """The member did so as often as the programme allows."""

    reason = "IDEA_LIMIT_REACHED"

    def __init__(self, action: str, limit: int, per: str) -> None:
        super().__init__(f"{action}: {limit} a {per}")
        self.metadata = {"action": action, "limit": str(limit), "per": per}


@dataclass(frozen=True, slots=True)
class Vote:
    """`counts` is False of a member's second vote, after two members became one."""

    id: str
    idea_id: str
    member_id: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class VotesMoved:
    """What becomes of votes of a merged idea: `kept` go on for the other idea, `dropped` are of
    members who vote for it already. `gained` is by how much its count grows."""

    kept: tuple[Vote, ...]
    dropped: tuple[Vote, ...]
    gained: int
    lost: int


def votes_moved(votes: Iterable[Vote], voters: Set[str]) -> VotesMoved:
    """The votes of a source, beside the members who vote for the target: each counts once."""
    own = list(votes)
    kept = tuple(each for each in own if each.member_id not in voters)
    dropped = tuple(each for each in own if each.member_id in voters)
    gained = sum(each.counts for each in kept)
    return VotesMoved(kept, dropped, gained, sum(each.counts for each in own))
