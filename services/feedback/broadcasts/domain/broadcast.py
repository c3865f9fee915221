"""A broadcast, and how it moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.reach.domain.decision import Check
from services.feedback.reach.domain.local_hours import spread
from services.feedback.reach.domain.section import Reach
from services.feedback.reach.domain.touch import Touch
from services.feedback.reach.domain.wish import Occasion, Wish, touch_id

OCCASION = "broadcast"
SOURCE, TEST_SOURCE = "broadcast", "broadcast_test"
STOPPED_CHECK = Check("stopped", passed=False, rule="broadcast")
"""What ends a message of a broadcast that was stopped."""


class State(StrEnum):
    """SENDING goes through its members; SENT and STOPPED are ends."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"


class BroadcastState(Exception):
    """The state does not allow it."""

    reason = "BROADCAST_STATE"
    field = "broadcast_id"

    def __init__(self, state: State) -> None:
        super().__init__(f"it is {state}")
        self.metadata: Mapping[str, str] = {"state": state.value}


class BroadcastOwn(Exception):
    """Nobody approves what they drafted."""

    reason = "BROADCAST_OWN"
    field = "broadcast_id"


class BroadcastApproved(Exception):
    """One person's word counts once."""

    reason = "BROADCAST_APPROVED_BEFORE"
    field = "broadcast_id"


@dataclass(frozen=True, slots=True)
class Approval:
    """The word of one operator."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`place` is where the next slice begins, as the list of the segment's members tells it.
    `approved_by` is who gave the last word, with which the sending began."""

    id: str
    brand: str
    name: str
    segment: str
    message: str
    spread: timedelta
    drafted_by: str
    drafted_at: datetime
    state: State = State.DRAFT
    approved_by: str = ""
    approved_at: datetime | None = None
    ended_at: datetime | None = None
    place: str = ""
    members: int = 0
    approvals: tuple[Approval, ...] = ()
    needed: int = 1
    """How many approve it, as the programme said when it was drafted."""

    def approved(self, actor: str, now: datetime) -> "Broadcast":
        """After the word of `actor`; the last that is needed sends it. Raises BroadcastState,
        BroadcastOwn and BroadcastApproved."""
        if self.state is not State.DRAFT:
            raise BroadcastState(self.state)
        if actor == self.drafted_by:
            raise BroadcastOwn("another operator than who drafted it")
        if actor in {each.by for each in self.approvals}:
            raise BroadcastApproved("another operator than who approved it before")
        after = replace(self, approvals=(*self.approvals, Approval(actor, now)))
        if len(after.approvals) < self.needed:
            return after
        return replace(after, state=State.SENDING, approved_by=actor, approved_at=now)

    def stopped(self, now: datetime) -> "Broadcast":
        """Raises BroadcastState for one that has ended."""
        if self.state not in {State.DRAFT, State.SENDING}:
            raise BroadcastState(self.state)
        return replace(self, state=State.STOPPED, ended_at=now)

    def gone_through(self, members: int, next_place: str, now: datetime) -> "Broadcast":
        """After a slice; without a next place it is sent."""
        after = replace(self, members=self.members + members, place=next_place)
        return after if next_place else replace(after, state=State.SENT, ended_at=now)


@dataclass(frozen=True, slots=True)
class Request:
    """A write of an operator, as its caller sent it; `content` is its digest."""

    brand: str
    id: str
    content: bytes
    actor: str


@dataclass(frozen=True, slots=True)
class Page:
    """Members of a segment, and the place of the next page, or ""."""

    members: Sequence[str]
    next_place: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of messages; `refused` by the name of the check that did."""

    sent: int = 0
    put_off: int = 0
    control: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    opened: int = 0
    failed: int = 0


def wish_for(broadcast: Broadcast, member_id: str, now: datetime, test: str = "") -> Wish:
    """The wish for one member, due at a time of its own; `test` is the id of a trial's request."""
    source = TEST_SOURCE if test else SOURCE
    source_id = f"{broadcast.id}/{test}" if test else broadcast.id
    id_ = touch_id(broadcast.brand, source, source_id, member_id)
    later = timedelta() if test else spread(id_, broadcast.spread)
    return Wish(
        id_,
        member_id,
        Occasion(OCCASION),
        now + later,
        broadcast.message,
        broadcast="" if test else broadcast.id,
        chosen_by_member=not test,
    )


def touches_for(
    broadcast: Broadcast, members: Sequence[str], reach: Reach, now: datetime
) -> list[Touch]:
    """The touches of a slice, each woken after others of its member had time to gather."""
    wait = reach.gathered(broadcast.message) if broadcast.message in reach.messages else timedelta()
    wishes = [wish_for(broadcast, each, now) for each in members]
    return [Touch(each, now, wake_at=each.due + wait) for each in wishes]
