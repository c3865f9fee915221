"""The facts of members that conditions of a programme name, in whatever room they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.common.named_facts import facts_named, names_of
from services.members.programme.domain.rules import Rules

PROFILE_FACTS = frozenset({"age", "birthday_month", "language", "enrolled_days"})
"""Of `member`; what else stands there is told by other events."""
TAGS, SEGMENTS = "tags", "segments"
JUDGED_HERE = frozenset({"segments", "tags"})
"""Sections whose conditions members judge themselves: nobody else is told what they name."""
STAGE_FACTS = frozenset({"stage", "activity_level", "activation_step"})
NOTHING = "-"
"""The key of a programme whose conditions name no fact of members."""


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """`profile`: names under `member`; `activity`: names under `stats`, `name` or `name/key`;
    `tags`: whether any names the tags; `stage`: whether any names where the member stands;
    `segments`: whether any names the segments.

    `key` is the same for programmes that name the same of profile and activity.
    """

    profile: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    tags: bool = False
    stage: bool = False
    segments: bool = False

    @property
    def key(self) -> str:
        return " ".join((*self.profile, NOTHING, *self.activity))

    def __bool__(self) -> bool:
        return bool(self.profile or self.activity)


def named_facts(rules: Rules) -> NamedFacts:
    """The facts that the programme's conditions name: what other services are told."""
    return rules.section(_named)


def _named(rules: Rules) -> NamedFacts:
    others = {name: part for name, part in rules.document.items() if name not in JUDGED_HERE}
    named = {fact for text in _conditions(others) for fact in facts_named(text)}
    profile = {fact for fact in named if fact.name in PROFILE_FACTS}
    of_member = {fact.name for fact in named if fact.root == "member"}
    return NamedFacts(
        names_of("member", profile),
        names_of("stats", named),
        tags=TAGS in of_member,
        stage=bool(STAGE_FACTS & of_member),
        segments=SEGMENTS in of_member,
    )


def _conditions(value: Any) -> Iterator[str]:
    """Every text of the document that names such a fact; what is no condition is no CEL of it."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _conditions(part)
    elif isinstance(value, list):
        for part in value:
            yield from _conditions(part)
    elif isinstance(value, str) and ("stats." in value or "member." in value):
        yield value
