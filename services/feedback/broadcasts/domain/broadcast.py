"""A broadcast, and how it moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.broadcasts.domain.comparison import (
    HELD_OUT,
    HUNDRED,
    Comparison,
    Winner,
    arm_now,
    exposure,
    own_arm,
)
from services.feedback.broadcasts.domain.content import Change, ChangeCause, Content
from services.feedback.experiments.domain.running import Exposure, Running
from services.feedback.reach.domain.case import Check
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


class BroadcastChanged(Exception):
    """What it says is not what the operator read, or was approved."""

    reason = "BROADCAST_CHANGED"
    field = "broadcast_id"


class BroadcastWithoutRest(Exception):
    """Nobody is left who could get one of its messages."""

    reason = "BROADCAST_WITHOUT_REST"
    field = "broadcast_id"


class MessageNotCompared(Exception):
    """The message is none of the broadcast's."""

    reason = "MESSAGE_NOT_FOUND"
    field = "message"

    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(f"known: {', '.join(known)}")
        self.metadata: Mapping[str, str] = {"code": code}


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
    comparison: Comparison | None = None
    winner: Winner | None = None
    content: Content | None = None
    """What was approved; None before that, and of one from before it was kept."""
    change: Change | None = None
    """Why its approvals were void; None where they were not, and once it is approved anew."""

    @property
    def messages(self) -> tuple[str, ...]:
        """The messages that it sends, its own first."""
        return (self.message, *(self.comparison.against if self.comparison else ()))

    def content_of(self, message: str) -> str:
        """The digest of a message as it was approved; "" where that was not kept."""
        return self.content.messages.get(message, "") if self.content else ""

    def change_to(self, now: Content, members: int) -> ChangeCause | None:
        """What keeps a slice of so many members from going; None where nothing does."""
        if self.content is None:
            return None
        if self.content.digest != now.digest:
            return ChangeCause.CONTENT
        more = 0 if self.winner else members
        return ChangeCause.SIZE if self.members + more > self.content.members_max else None

    def check_sends(self, message: str) -> None:
        """Raises MessageNotCompared."""
        if message not in self.messages:
            raise MessageNotCompared(message, self.messages)

    def won(self, message: str, actor: str, now: datetime) -> "Broadcast":
        """On its way again, to the rest. Raises BroadcastWithoutRest, BroadcastState, BroadcastOwn
        and MessageNotCompared."""
        compared = self.comparison
        if compared is None or compared.percent == HUNDRED or self.winner is not None:
            raise BroadcastWithoutRest(self.id)
        if self.state is not State.SENT:
            raise BroadcastState(self.state)
        if actor == self.drafted_by:
            raise BroadcastOwn("another operator than who drafted it")
        self.check_sends(message)
        winner = Winner(message, actor, now)
        return replace(self, state=State.SENDING, ended_at=None, place="", winner=winner)

    def approved(self, actor: str, now: datetime, content: Content) -> "Broadcast":
        """After the word of `actor` for `content`; the last that is needed sends it. Words for
        other content count no more. Raises BroadcastState, BroadcastOwn and BroadcastApproved."""
        if self.state is not State.DRAFT:
            raise BroadcastState(self.state)
        if actor == self.drafted_by:
            raise BroadcastOwn("another operator than who drafted it")
        kept = self.content
        is_same = kept is not None and kept.takes(content)
        before = self.approvals if is_same else ()
        if actor in {each.by for each in before}:
            raise BroadcastApproved("another operator than who approved it before")
        after = replace(self, approvals=(*before, Approval(actor, now)))
        after = after if is_same else replace(after, content=content)
        if len(after.approvals) < self.needed:
            return after
        sending = replace(after, state=State.SENDING, change=None)
        return replace(sending, approved_by=actor, approved_at=now)

    def changed(self, cause: ChangeCause, now: datetime) -> "Broadcast":
        """On its way no more: a draft again, which goes on from its place once it is approved. One
        that compares is stopped, since an arm would be of two kinds."""
        found = replace(self, change=Change(cause, now))
        if self.comparison is not None:
            return replace(found, state=State.STOPPED, ended_at=now)
        draft = replace(found, state=State.DRAFT, approvals=(), content=None)
        return replace(draft, approved_by="", approved_at=None)

    def stopped(self, now: datetime) -> "Broadcast":
        """Raises BroadcastState for one that has ended."""
        if self.state not in {State.DRAFT, State.SENDING}:
            raise BroadcastState(self.state)
        return replace(self, state=State.STOPPED, ended_at=now)

    def gone_through(self, members: int, next_place: str, now: datetime) -> "Broadcast":
        """After a slice; without a next place it is sent. The way to the rest counts nobody
        twice."""
        more = 0 if self.winner else members
        after = replace(self, members=self.members + more, place=next_place)
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

    def __add__(self, other: "Figures") -> "Figures":
        checks = sorted({*self.refused, *other.refused})
        return Figures(
            self.sent + other.sent,
            self.put_off + other.put_off,
            self.control + other.control,
            {each: self.refused.get(each, 0) + other.refused.get(each, 0) for each in checks},
            self.opened + other.opened,
            self.failed + other.failed,
        )


@dataclass(frozen=True, slots=True)
class Slice:
    """What a slice of members gets, and who of them is exposed to an arm of the comparison."""

    touches: Sequence[Touch]
    exposures: Sequence[Exposure] = ()


def wish_for(
    broadcast: Broadcast, member_id: str, now: datetime, test: str = "", message: str = ""
) -> Wish:
    """The wish for one member, due at a time of its own; `test` is the id of a trial's request.
    `message` is the broadcast's own where none is named."""
    source = TEST_SOURCE if test else SOURCE
    source_id = f"{broadcast.id}/{test}" if test else broadcast.id
    id_ = touch_id(broadcast.brand, source, source_id, member_id)
    later = timedelta() if test else spread(id_, broadcast.spread)
    return Wish(
        id_,
        member_id,
        Occasion(OCCASION),
        now + later,
        message or broadcast.message,
        broadcast="" if test else broadcast.id,
        chosen_by_member=not test,
        content="" if test else broadcast.content_of(message or broadcast.message),
    )


def slice_of(
    broadcast: Broadcast,
    running: Running | None,
    members: Sequence[str],
    reach: Reach,
    now: datetime,
) -> Slice:
    """What a slice gets, each message woken after others of its member had time to gather.
    `running` is the experiment of the comparison; None where there is none."""
    meant = dict.fromkeys(members, broadcast.message)
    exposures: list[Exposure] = []
    if running is not None and broadcast.winner is not None:
        meant = {each: broadcast.winner.message for each in members if _is_rest(running, each)}
    elif running is not None:
        arms = {each: arm_now(running, each) for each in members}
        meant = {each: found.arm.send for each, found in arms.items() if found}
        exposures = [
            exposure(running, each, found.arm, now)
            for each, found in arms.items()
            if found and found.exposed
        ]
    touches = []
    for member_id, message in meant.items():
        if message:
            wish = wish_for(broadcast, member_id, now, message=message)
            wait = reach.gathered(message) if message in reach.messages else timedelta()
            touches.append(Touch(wish, now, wake_at=wish.due + wait))
    return Slice(touches, exposures)


def _is_rest(running: Running, member_id: str) -> bool:
    """True unless they are held out. Who had a message keeps it: one broadcast is one touch."""
    own = own_arm(running.rule, member_id)
    return own is None or own.code != HELD_OUT
