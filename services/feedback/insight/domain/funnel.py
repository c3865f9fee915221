"""How many who took a first step came to the last, in order and within a window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from services.feedback.programme.domain import Text


@dataclass(frozen=True, slots=True)
class Funnel:
    """`steps` are kinds of happenings; all of them are taken within `window` of the first."""

    code: str
    name: Text
    steps: tuple[str, ...]
    window: timedelta


class Done(NamedTuple):
    """A happening of a member: its kind and its time."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Passage:
    """Members by the steps that they came to: the first number is of those who entered. `open` are
    those on their way whose window goes on, and `lost` those whose window is over."""

    reached: tuple[int, ...]
    open: int
    lost: int

    @property
    def converted(self) -> int:
        return self.reached[-1]

    @property
    def decided(self) -> int:
        """Those who can't change any more: converted or lost."""
        return self.converted + self.lost


def reached_step(funnel: Funnel, done: Sequence[Done], since: datetime, until: datetime) -> int:
    """How many steps a member came to who entered in since … until (without `until`); 0: did not.

    `done` is in order of time. The first entry counts, and steps after it, each at or behind the
    one before.
    """
    return _walk(funnel, done, since, until)[0]


def passage(
    funnel: Funnel,
    members: Iterable[Sequence[Done]],
    since: datetime,
    until: datetime,
    now: datetime,
) -> Passage:
    """How the members passed through who entered in since … until, looked at `now`."""
    reached = [0] * len(funnel.steps)
    still, lost = 0, 0
    for done in members:
        steps, entered = _walk(funnel, done, since, until)
        if entered is None:
            continue
        for step in range(steps):
            reached[step] += 1
        if steps < len(funnel.steps):
            if now < entered + funnel.window:
                still += 1
            else:
                lost += 1
    return Passage(tuple(reached), still, lost)


def _walk(
    funnel: Funnel, done: Sequence[Done], since: datetime, until: datetime
) -> tuple[int, datetime | None]:
    step, entered = 0, None
    for kind, at in done:
        if entered is not None and at > entered + funnel.window:
            break
        if step < len(funnel.steps) and kind == funnel.steps[step]:
            if entered is None:
                if not since <= at < until:
                    continue
                entered = at
            step += 1
    return step, entered
