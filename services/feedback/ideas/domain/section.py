"""The section `ideas` of a programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.feedback.ideas.domain.idea import Shelf
from services.feedback.programme.domain import Programme, Text, text_of

ALWAYS = "true"
PROPOSALS_PER_MONTH = 10
VOTES_PER_DAY = 20
TEXT_CHARACTERS_MAX = 1_000
TRIAL = "trial"
"""The message of an invitation; the others go by the shelf that an idea comes to."""


@dataclass(frozen=True, slots=True)
class IdeaPlan:
    """`may_propose`, `may_vote` and `may_try` are conditions in CEL; `messages` are by use."""

    name: Text
    may_propose: str = ALWAYS
    proposals_per_month: int = PROPOSALS_PER_MONTH
    may_vote: str = ALWAYS
    votes_per_day: int = VOTES_PER_DAY
    may_try: str = ALWAYS
    text_characters_max: int = TEXT_CHARACTERS_MAX
    moderates_all: bool = False
    forbidden_words: tuple[str, ...] = ()
    reward_on: Shelf | None = None
    messages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offered:
    """The plan of a brand; None for a brand without co-creation."""

    plan: IdeaPlan | None


def idea_plan(programme: Programme) -> Offered:
    """The section. Raises KeyError, TypeError or ValueError where it breaks the schema."""
    written: Mapping[str, Any] | None = programme.document.get("ideas")
    if not written:
        return Offered(None)
    propose, vote = written.get("propose", {}), written.get("vote", {})
    return Offered(
        IdeaPlan(
            name=text_of(written["name"]),
            may_propose=propose.get("when", ALWAYS),
            proposals_per_month=propose.get("per_month", PROPOSALS_PER_MONTH),
            may_vote=vote.get("when", ALWAYS),
            votes_per_day=vote.get("per_day", VOTES_PER_DAY),
            may_try=written.get("trial", {}).get("when", ALWAYS),
            text_characters_max=written.get("text_characters_max", TEXT_CHARACTERS_MAX),
            moderates_all=written.get("moderation") == "all",
            forbidden_words=tuple(written.get("forbidden_words", ())),
            reward_on=Shelf(written["reward_on"]) if "reward_on" in written else None,
            messages=written["messages"],
        )
    )
