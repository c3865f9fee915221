"""A report on its way to operators: by which channels it goes, and what became of each message."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.insight.domain.period import Grain, Period

ROBOT, WEBHOOK = "wecom_robot", "operators_webhook"
REPEATABLE = frozenset({WEBHOOK})
"""Channels whose receiver knows a message by its id, so that a repeat is no second one."""
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)
"""How long after each failure a message is tried again; after the last it is given up."""
HANDED_WITHIN = timedelta(minutes=2)
"""Longer than a provider takes: whoever handed a message over and told nothing was stopped."""


class State(StrEnum):
    """WAITING: it will be handed over. HANDED: it is being handed over. SENT: the channel has it.
    REFUSED: the channel never takes it. UNKNOWN: no answer came, and a repeat might be read twice.
    GIVEN_UP: the channel could not be reached."""

    WAITING = "waiting"
    HANDED = "handed"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    GIVEN_UP = "given_up"


OPEN = frozenset({State.WAITING, State.HANDED})


class Outcome(StrEnum):
    """What came of handing a message over once. RETRY: the channel has it not. LOST: nobody knows
    whether it has."""

    TAKEN = "taken"
    RETRY = "retry"
    REFUSED = "refused"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The programme's wish: reports of `grain` go to `channel` in `language`, "zh" or "en"."""

    grain: Grain
    channel: str
    language: str


@dataclass(frozen=True, slots=True)
class ReportMessage:
    """A report's message by one channel in one language. `at`: when its state began. `next_at`:
    when it is tried, or looked at, again; None at its end. `code`: why the last try failed."""

    channel: str
    language: str
    state: State
    attempts: int
    at: datetime
    next_at: datetime | None
    code: str = ""

    def handed(self, now: datetime) -> "ReportMessage":
        """It is about to be handed over."""
        return replace(
            self,
            state=State.HANDED,
            attempts=self.attempts + 1,
            at=now,
            next_at=now + HANDED_WITHIN,
            code="",
        )

    def answered(
        self, outcome: Outcome, code: str, now: datetime, wait: timedelta = timedelta()
    ) -> "ReportMessage":
        """What became of it, once a channel answered or did not. `wait`: the channel wants to be
        left alone for so long."""
        if outcome is Outcome.LOST:
            outcome = Outcome.RETRY if self.channel in REPEATABLE else Outcome.LOST
        match outcome:
            case Outcome.TAKEN:
                return self._ended(State.SENT, "", now)
            case Outcome.REFUSED:
                return self._ended(State.REFUSED, code, now)
            case Outcome.LOST:
                return self._ended(State.UNKNOWN, code, now)
        if self.attempts > len(WAITS):
            return self._ended(State.GIVEN_UP, code, now)
        next_at = now + max(wait, WAITS[self.attempts - 1])
        return replace(self, state=State.WAITING, at=now, next_at=next_at, code=code)

    def _ended(self, state: State, code: str, now: datetime) -> "ReportMessage":
        return replace(self, state=state, at=now, next_at=None, code=code)


def messages_of(
    recipients: tuple[Recipient, ...], grain: Grain, now: datetime
) -> tuple[ReportMessage, ...]:
    """The messages of a new report, all of which are due."""
    return tuple(
        ReportMessage(each.channel, each.language, State.WAITING, 0, now, now)
        for each in recipients
        if each.grain is grain
    )


def message_id(brand: str, period: Period, message: ReportMessage) -> str:
    """The id by which a receiver knows the message: the same each time it is handed over."""
    day = period.first.isoformat()
    return f"report_{brand}_{period.grain}_{day}_{message.language}"
