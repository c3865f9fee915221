"""What became of an experiment, as the feed tells others; it names no member and no operator."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.feedback.experiments.domain.running import Cause, Ending, Running, State
from services.feedback.experiments.domain.section import Stage
from services.feedback.experiments.domain.sizes import Colour
from services.feedback.experiments.domain.verdict import Look, Verdict


class Change(StrEnum):
    """What happened: SIZES_WRONG means that the arms do not have the sizes of their weights, and
    that its verdict is withheld; CONCLUDED, that it has its final verdict."""

    STARTED = "started"
    STAGE_CHANGED = "stage_changed"
    STOPPED = "stopped"
    CONCLUDED = "concluded"
    SIZES_WRONG = "sizes_wrong"


@dataclass(frozen=True, slots=True)
class News:
    """`stage` is the one it is in, None behind the end; `arm` is what all have from a stop on, or
    of which the verdict is; `cause` is why it stopped."""

    experiment: str
    change: Change
    stage: Stage | None = None
    arm: str = ""
    cause: Cause | None = None
    verdict: Verdict | None = None


def news_of(before: Running | None, after: Running) -> Iterator[News]:
    """What a write changed; a word that waits for another operator's is no news."""
    was = State.READY if before is None else before.state
    if was is not after.state:
        if after.state is State.RUNNING:
            yield News(after.code, Change.STARTED, after.stage_now)
        elif after.state is State.STOPPED and after.ending is not None:
            yield _stopped(after.code, after.ending)
    elif before is not None and before.stage != after.stage:
        yield News(after.code, Change.STAGE_CHANGED, after.stage_now)


def news_of_look(
    running: Running, look: Look, ending: Ending | None, *, was_judged: bool, were_wrong: bool
) -> Iterator[News]:
    """What a look found: `was_judged` where one before had the final verdict, `were_wrong` where
    the one before it found wrong sizes."""
    stage, judged = running.stage_now, look.judged
    if look.sizes.colour is Colour.RED and not were_wrong:
        yield News(running.code, Change.SIZES_WRONG, stage)
    if judged.verdict.is_final and not was_judged:
        yield News(running.code, Change.CONCLUDED, stage, judged.arm, verdict=judged.verdict)
    if ending is not None:
        yield _stopped(running.code, ending)


def _stopped(code: str, ending: Ending) -> News:
    return News(code, Change.STOPPED, arm=ending.arm, cause=ending.cause)
