"""Of which topics, categories and sentiment members of a segment say more, or less, than others.

A member counts once, however much they said; so the members of a side are independent of each
other, as Newcombe's interval wants. Members of both segments are on no side. The intervals are
held to Bonferroni's level, ALPHA ÷ how many are compared: that all of them hold the true
difference at once is then at least 95 % likely, and a difference is told where its own interval
leaves out 0. Holm's levels would tell a little more, but for their intervals nothing is promised
together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.feedback.experiments.domain.intervals import Difference, Proportion, newcombe

ALPHA = 0.05
"""Of all intervals together."""
MEMBERS_MIN = 5
"""Of each side; below, there is no figure."""
MEMBERS_SURE = 30
"""Of each side; below, a figure says that they are too few."""
COMPARED_MAX = 60
"""Topics and categories of which most members spoke. Which side spoke of them plays no part, so
the choice makes no difference look larger."""


class Kind(StrEnum):
    """What a member's feedback can be about or like."""

    TOPIC = "topic"
    CATEGORY = "category"
    NEGATIVE = "negative"
    """At least one item that the model read as negative."""


class Side(StrEnum):
    """Where a member stands who said something."""

    SEGMENT = "segment"
    AGAINST = "against"
    BOTH = "both"
    """In both segments, and so on no side."""


class Reading(StrEnum):
    """What an interval says."""

    HIGHER = "higher"
    LOWER = "lower"
    NOT_SHOWN = "not_shown"
    """Chance alone may be as far off."""
    TOO_FEW = "too_few"
    """Fewer than MEMBERS_SURE on a side."""


@dataclass(frozen=True)
class Question:
    """Members of `segment` against those of `against`, or "" for all others, by what they said
    from `since` until before `until`."""

    segment: str
    against: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """A topic or a category by its code, or negative sentiment, which has none."""

    kind: Kind
    code: str = ""


@dataclass
class Heard:
    """The members of a side: how many said something, of how many an item was read for its
    sentiment, and how many spoke of each subject."""

    members: int = 0
    read: int = 0
    spoke: dict[Subject, int] = field(default_factory=dict)

    def of(self, subject: Subject) -> Proportion:
        """How many spoke of it, out of those who could."""
        whole = self.read if subject.kind is Kind.NEGATIVE else self.members
        return Proportion(self.spoke.get(subject, 0), whole)


@dataclass(frozen=True, slots=True)
class Compared:
    """A subject on both sides; `difference` is the segment's share less the other one's."""

    subject: Subject
    segment: Proportion
    against: Proportion
    difference: Difference
    reading: Reading


def differences_of(sides: Mapping[Side, Heard]) -> list[Compared]:
    """The differences that are shown first, then the others, each by how large it is."""
    segment, against = sides.get(Side.SEGMENT, Heard()), sides.get(Side.AGAINST, Heard())
    subjects = _compared(segment, against)
    found = [_difference(each, segment, against, ALPHA / len(subjects)) for each in subjects]
    return sorted(found, key=_place)


def _compared(segment: Heard, against: Heard) -> list[Subject]:
    def together(subject: Subject) -> int:
        return segment.of(subject).did + against.of(subject).did

    def is_told(subject: Subject) -> bool:
        return min(segment.of(subject).n, against.of(subject).n) >= MEMBERS_MIN

    named = {*segment.spoke, *against.spoke} - {Subject(Kind.NEGATIVE)}
    most = sorted(named, key=lambda each: (-together(each), each))[:COMPARED_MAX]
    return [each for each in (Subject(Kind.NEGATIVE), *most) if is_told(each)]


def _difference(subject: Subject, segment: Heard, against: Heard, alpha: float) -> Compared:
    here, there = segment.of(subject), against.of(subject)
    found = newcombe(here, there, alpha)
    return Compared(subject, here, there, found, _reading(found, min(here.n, there.n)))


def _reading(found: Difference, members: int) -> Reading:
    if members < MEMBERS_SURE:
        return Reading.TOO_FEW
    if found.low > 0:
        return Reading.HIGHER
    return Reading.LOWER if found.high < 0 else Reading.NOT_SHOWN


_SHOWN = (Reading.HIGHER, Reading.LOWER)


def _place(each: Compared) -> tuple[bool, float, Subject]:
    return each.reading not in _SHOWN, -abs(each.difference.estimate), each.subject
