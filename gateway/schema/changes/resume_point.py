"""Resume points: how far a front end has a member's changes (`resumeAfter`, `changesSince`).

The gateway stores none. A resume point names positions in records that the services keep anyway:

    points     the number of the last entry; numbers have no gaps, so no entry is lost
    tiers      the time of the last decision, ms; several changes of one ladder come as one
    feedback   the time of the last event of any item, ms; each item comes once, as it is now
    asked_at   the time of the first question, ms, where a service was away, so that a position is
               not known

Records that are ordered by time can appear out of order, because a write takes its time before it
commits. So a time position also lists the marks of the records just before it that were sent.

A resume point grants nothing, so it needs no signature, and every gateway process reads it alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from zlib import crc32

from gateway.core.ids import cursor, position

LATE_MS_MAX = 30_000
"""The longest that a write takes to commit: no call of a service runs longer."""
SEEN_MAX = 32
"""The most marks that a position lists. Beyond them, a record may be sent again."""
_KIND = "place"
_NUMBER_MAX = 2**53
_DIGEST_CHARS = 8

Mark: TypeAlias = tuple[int, int]
"""The time of a record, ms, and a digest of its content."""


def mark(at: int, *content: object) -> Mark:
    """The mark of a record of the time `at`, ms."""
    return at, crc32("/".join(map(str, content)).encode())


@dataclass(frozen=True, slots=True)
class TimePosition:
    """A position among records ordered by time: up to `at`, ms. `seen` lists the last ones sent."""

    at: int
    seen: tuple[Mark, ...] = ()

    def is_new(self, found: Mark) -> bool:
        """True when the record was not sent yet."""
        return found[0] > self.at - LATE_MS_MAX and found not in self.seen

    def after(self, found: Iterable[Mark]) -> "TimePosition":
        """The position when these records are sent too."""
        every = {*self.seen, *found}
        at = max([self.at, *(when for when, _ in every)])
        recent = sorted((each for each in every if each[0] > at - LATE_MS_MAX), reverse=True)
        return TimePosition(at, tuple(recent[:SEEN_MAX]))

    def text(self) -> str:
        """The time in digits, then a word for each mark: its digest, and its distance in ms."""
        words = (f"{digest:0{_DIGEST_CHARS}x}{self.at - when:x}" for when, digest in self.seen)
        return "~".join((str(self.at), *words))


NEVER = TimePosition(0)


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """The positions in a member's records; None where a position is not known."""

    points: int | None = None
    tiers: TimePosition | None = None
    feedback: TimePosition | None = None
    asked_at: int | None = None

    def text(self) -> str:
        """The resume point as front ends get it."""
        points = "" if self.points is None else str(self.points)
        times = ("" if part is None else part.text() for part in (self.tiers, self.feedback))
        asked_at = () if self.asked_at is None else (str(self.asked_at),)
        return cursor(_KIND, ".".join((points, *times, *asked_at)))


UNKNOWN = ResumePoint()


def read_resume_point(text: str | None, field: str) -> ResumePoint:
    """The resume point that was given out as `text`. Raises PAGE_TOKEN_INVALID for other texts."""
    made = UNKNOWN

    def read(parts: str) -> str:
        nonlocal made
        points, tiers, feedback, *asked_at = parts.split(".")
        if len(asked_at) > 1:
            raise ValueError(parts)
        made = ResumePoint(
            _number(points), _times(tiers), _times(feedback), _number("".join(asked_at))
        )
        return parts

    position(_KIND, text, read, field)
    return made


def _times(part: str) -> TimePosition | None:
    at, *words = part.split("~")
    when = _number(at)
    if when is None:
        return None
    seen = ((int(word[:_DIGEST_CHARS], 16), int(word[_DIGEST_CHARS:], 16)) for word in words)
    return TimePosition(when, tuple((when - before, digest) for digest, before in seen))


def _number(part: str) -> int | None:
    if not part:
        return None
    if not part.isascii() or not part.isdecimal() or int(part[:17]) > _NUMBER_MAX:
        raise ValueError(part)
    return int(part[:17])
