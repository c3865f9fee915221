"""A touch: a wish, with what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.feedback.audience.domain import Counted, Purpose
from services.feedback.channels.domain import InboxMessage
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Check, Outcome
from services.feedback.reach.domain.decision import Decision
from services.feedback.reach.domain.wish import Wish


class State(StrEnum):
    """WAITING and PUT_OFF (`held` to callers) are judged when they wake, PLANNED is handed over,
    HANDED is with its provider; the rest are ends. SENT means that the provider has it, DELIVERED
    that the member has.
    AWAITING_STAFF is a task of WeCom's that nobody confirmed yet, EXPIRED one that nobody confirmed
    in time and that was stopped. UNKNOWN is one that the provider may have, and
    that is not handed over again."""

    WAITING = "waiting"
    PUT_OFF = "held"
    PLANNED = "planned"
    DELIVERED = "delivered"
    REFUSED = "refused"
    CONTROL = "control"
    HANDED = "handed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    AWAITING_STAFF = "awaiting_staff"
    EXPIRED = "expired"


OPEN = frozenset({State.WAITING, State.PUT_OFF})
STATES = {
    Outcome.SEND: State.PLANNED,
    Outcome.PUT_OFF: State.PUT_OFF,
    Outcome.REFUSE: State.REFUSED,
    Outcome.CONTROL: State.CONTROL,
}


ATTEMPTS_MAX = 20
RESENT = frozenset({State.FAILED, State.UNKNOWN, State.EXPIRED})
"""States from which an operator may send a touch again."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One handing over to a provider; `answer` is "" while it is there."""

    number: int
    channel: str
    at: datetime
    answer: str = ""
    code: str = ""
    words: str = ""
    quota: str = ""
    """The asset that one of the member's permissions is held of; "" for none."""


@dataclass(frozen=True, slots=True)
class Touch:
    """`wished_at` orders a member's touches; `revision` is the programme's that decided."""

    wish: Wish
    wished_at: datetime
    state: State = State.WAITING
    wake_at: datetime | None = None
    message: str = ""
    name: Text | None = None
    purpose: Purpose | None = None
    channel: str = ""
    checks: tuple[Check, ...] = ()
    text: Text | None = None
    why: Text | None = None
    revision: str = ""
    decided_at: datetime | None = None
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    send_at: datetime | None = None
    """When a planned one is handed over, None for at once; when staff's is asked for."""
    attempts: tuple[Attempt, ...] = ()
    """The latest ATTEMPTS_MAX."""
    provider_id: str = ""

    @property
    def id(self) -> str:
        return self.wish.id

    def decided(self, decision: Decision, now: datetime, revision: str) -> "Touch":
        """The touch after a decision; why and name are the caller's to add."""
        state = STATES[decision.outcome]
        ends = state not in {State.PUT_OFF, State.PLANNED}
        # Only one that is judged again needs its own words; else they are `text`, or nowhere.
        words = self.wish.words if state is State.PUT_OFF else None
        return replace(
            self,
            wish=replace(self.wish, words=words),
            state=state,
            wake_at=decision.until,
            message=decision.message,
            purpose=decision.purpose,
            channel=decision.channel,
            checks=decision.checks,
            text=decision.text,
            revision=revision,
            decided_at=now,
            ended_at=now if ends else None,
            send_at=None,
        )

    def delivered(self, now: datetime) -> "Touch":
        return replace(self, state=State.DELIVERED, ended_at=now)

    def again(self, now: datetime) -> "Touch":
        """The touch as a new wish of `now`, which is judged with every check."""
        wish = replace(self.wish, due=now, message=self.message, tried=())
        return replace(
            self, wish=wish, state=State.WAITING, wake_at=now, ended_at=None, expires_at=None
        )

    def not_handed(self, check: Check, now: datetime) -> "Touch":
        """Refused at the last moment by `check`, after all others had passed."""
        checks = (*self.checks, check)
        return replace(self, state=State.REFUSED, checks=checks, text=None, ended_at=now)


@dataclass(frozen=True, slots=True)
class Judged:
    """The touches of one member after their judgement, and the messages that count from now on."""

    touches: Sequence[Touch]
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The end of a planned touch; `free` gives its place of the caps back."""

    brand: str
    touch: Touch
    message: InboxMessage | None

    @property
    def free(self) -> bool:
        return self.message is None


@dataclass(frozen=True, slots=True)
class TouchFilter:
    """Empty fields select all."""

    member_id: str = ""
    message: str = ""
    states: tuple[State, ...] = ()
    journey: str = ""


@dataclass(frozen=True, slots=True)
class Resending:
    """An operator's wish to send touch `id` again; `content` is the digest of the request."""

    brand: str
    id: str
    request_id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ChannelCounts:
    """What became of the touches of one channel, and the latest attempt that was not accepted."""

    channel: str
    by_state: tuple[tuple[State, int], ...]
    failure: Attempt | None = None
