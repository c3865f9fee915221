"""Answers that a brand has ready, and those of them that fit an item."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.feedback.analysis.domain.intent import Intent
from services.feedback.programme.domain import Programme, Text, text_of

OFFERED_MAX = 10


@dataclass(frozen=True)
class PreparedAnswer:
    """Words to a member. Without `intent` it fits any, without `issues` as well. `moves_to`: the
    name of the state that an item comes to with them; "" for none."""

    code: str
    name: Text
    text: Text
    intent: Intent | None = None
    issues: frozenset[str] = frozenset()
    moves_to: str = ""

    def fits(self, intent: Intent | None, issues: Sequence[str]) -> bool:
        """Whether it answers an item with this intent and these issues."""
        return self.intent in (None, intent) and (
            not self.issues or not self.issues.isdisjoint(issues)
        )

    @property
    def narrowness(self) -> int:
        """How much it asks of an item: 0 for an answer to everything."""
        return (self.intent is not None) + 2 * bool(self.issues)


def prepared_answers(programme: Programme) -> tuple[PreparedAnswer, ...]:
    """The section `answers`."""
    return tuple(
        PreparedAnswer(
            each["code"],
            text_of(each["name"]),
            text_of(each["text"]),
            Intent(each["intent"]) if "intent" in each else None,
            frozenset(each.get("topics", ())),
            each.get("moves_to", ""),
        )
        for each in programme.feedback.get("answers", ())
    )


def offered(
    answers: Sequence[PreparedAnswer], intent: Intent | None, issues: Sequence[str]
) -> list[PreparedAnswer]:
    """Those that fit, the narrowest first, else in the order of the programme; at most 10."""
    fitting = [each for each in answers if each.fits(intent, issues)]
    return sorted(fitting, key=lambda each: -each.narrowness)[:OFFERED_MAX]
