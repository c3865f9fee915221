"""Places: how far a member's changes were told. What `resumeAfter` and `changesSince` take.

Nothing is kept for it. A place is where the member stood in what the services keep anyway:

    points    the number of the last entry; numbers have no holes, so none is missed
    tiers     the time of the last decision, ms; changes of a ladder meanwhile come as one
    feedback  the time of the last moment of any item, ms; an item comes once, as it is now
    begun     where a part is not known, because its service was away: when it was asked for, ms

What is ordered by time may still come to light out of order: a write takes its time before it
commits. So a time goes with what was told of the moments just before it, and looks back on them.

A place grants nothing, so it needs no signature, and it is the same in every gateway process.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from zlib import crc32

from gateway.core.ids import cursor, position

LATE_MS_MAX = 30_000
"""What takes its time now commits within this: no call of a service runs longer."""
TOLD_MAX = 32
"""Of what was told just before; with more than that, some is told again."""
_KIND = "place"
_NUMBER_MAX = 2**53
_DIGEST_CHARS = 8

Mark: TypeAlias = tuple[int, int]
"""When something happened, ms, and a digest of what."""


def mark(at: int, *what: object) -> Mark:
    """The mark of something that happened at `at`, ms."""
    return at, crc32("/".join(map(str, what)).encode())


@dataclass(frozen=True, slots=True)
class Times:
    """A place in what is ordered by time: up to `at`, ms, but for what was late."""

    at: int
    told: tuple[Mark, ...] = ()

    def is_new(self, found: Mark) -> bool:
        """Whether it was not told yet."""
        return found[0] > self.at - LATE_MS_MAX and found not in self.told

    def after(self, found: Iterable[Mark]) -> "Times":
        """The place when these were told too."""
        every = {*self.told, *found}
        at = max([self.at, *(when for when, _ in every)])
        recent = sorted((each for each in every if each[0] > at - LATE_MS_MAX), reverse=True)
        return Times(at, tuple(recent[:TOLD_MAX]))

    def text(self) -> str:
        """Digits, then a word for each that was told: its digest, and how long before."""
        words = (f"{digest:0{_DIGEST_CHARS}x}{self.at - when:x}" for when, digest in self.told)
        return "~".join((str(self.at), *words))


NEVER = Times(0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member stood; None where that is not known."""

    points: int | None = None
    tiers: Times | None = None
    feedback: Times | None = None
    begun: int | None = None

    def text(self) -> str:
        """For the front end."""
        points = "" if self.points is None else str(self.points)
        times = ("" if part is None else part.text() for part in (self.tiers, self.feedback))
        begun = () if self.begun is None else (str(self.begun),)
        return cursor(_KIND, ".".join((points, *times, *begun)))


NOWHERE = Place()


def read_place(text: str | None, field: str) -> Place:
    """The place that was given out as `text`. Raises PAGE_TOKEN_INVALID for anything else."""
    made = NOWHERE

    def read(parts: str) -> str:
        nonlocal made
        points, tiers, feedback, *begun = parts.split(".")
        if len(begun) > 1:
            raise ValueError(parts)
        made = Place(_number(points), _times(tiers), _times(feedback), _number("".join(begun)))
        return parts

    position(_KIND, text, read, field)
    return made


def _times(part: str) -> Times | None:
    at, *words = part.split("~")
    when = _number(at)
    if when is None:
        return None
    told = ((int(word[:_DIGEST_CHARS], 16), int(word[_DIGEST_CHARS:], 16)) for word in words)
    return Times(when, tuple((when - before, digest) for digest, before in told))


def _number(part: str) -> int | None:
    if not part:
        return None
    if not part.isascii() or not part.isdecimal() or int(part[:17]) > _NUMBER_MAX:
        raise ValueError(part)
    return int(part[:17])
