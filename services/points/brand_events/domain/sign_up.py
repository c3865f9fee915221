"""A sign-up: a member's seat at an event, or their place in its waiting list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from services.points.brand_events.domain.section import (
    HELD_AFTER,
    BrandEvent,
    NoShow,
    Price,
)
from services.points.ledger.domain.holds import HOLD_AHEAD_MAX


class SignUpState(StrEnum):
    """WAITING and SEATED are open; the others are ends."""

    WAITING = "waiting"
    SEATED = "seated"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    UNSEATED = "unseated"
    """The event is over, and no seat came free."""


OPEN = frozenset({SignUpState.WAITING, SignUpState.SEATED})
STANDING = OPEN | {SignUpState.ATTENDED}
"""A member makes no other for the event."""


class SignUpNotFound(Exception):
    """No such sign-up, or another member's."""

    reason = "SIGN_UP_NOT_FOUND"

    def __init__(self, sign_up_id: str) -> None:
        super().__init__(f"no sign-up {sign_up_id}")
        self.metadata = {"id": sign_up_id}


class SignUpEnded(Exception):
    """Its state does not allow this."""

    reason = "SIGN_UP_ENDED"

    def __init__(self, state: SignUpState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": str(state)}


class CancelTooLate(Exception):
    """Members cancel until a stated time."""

    reason = "SIGN_UP_CANCEL_TOO_LATE"

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.metadata = {"until": until.isoformat()}


class AttendanceClosed(Exception):
    """Attendance is taken around the event only."""

    reason = "EVENT_ATTENDANCE_CLOSED"

    def __init__(self, since: datetime, until: datetime) -> None:
        super().__init__(f"from {since.isoformat()} to {until.isoformat()}")
        self.metadata = {"from": since.isoformat(), "until": until.isoformat()}


class Terms(NamedTuple):
    """What was agreed: it stays when the programme drops the event."""

    name_zh: str
    name_en: str
    doors_open_at: datetime
    starts_at: datetime
    ends_at: datetime
    cancel_until: datetime
    settled_at: datetime
    price_asset: str
    price: int
    no_show: str

    @staticmethod
    def of(event: BrandEvent) -> Terms:
        """The terms of `event` as it stands."""
        price = event.price or Price("", 0)
        return Terms(
            *event.name,
            event.doors_open_at,
            event.starts_at,
            event.ends_at,
            event.cancel_until,
            event.settled_at,
            price.asset,
            price.amount,
            str(event.no_show),
        )

    def moved(self, event: BrandEvent | None) -> Terms:
        """With the times of `event` as it stands now; the price stays what was agreed."""
        if event is None:
            return self
        now = Terms.of(event)
        return now._replace(price_asset=self.price_asset, price=self.price, no_show=self.no_show)


@dataclass(frozen=True, slots=True)
class SignUp:
    """`held_until` ends the hold of the price, where there is one.

    Of one who came: the store and the channel that saw them; `by_activity` where the channel
    reported it as an activity of its own.
    """

    id: str
    member_id: str
    event: str
    state: SignUpState
    terms: Terms
    created_at: datetime
    changed_at: datetime
    held_until: datetime | None = None
    store_id: str = ""
    channel: str = ""
    by_activity: bool = False

    @staticmethod
    def begin(sign_up_id: str, member_id: str, event: BrandEvent, now: datetime) -> SignUp:
        """Waiting; `seated` gives it a seat."""
        terms = Terms.of(event)
        return SignUp(sign_up_id, member_id, event.code, SignUpState.WAITING, terms, now, now)

    @property
    def is_open(self) -> bool:
        """Whether it has a seat or waits for one."""
        return self.state in OPEN

    @property
    def cancel_until(self) -> datetime:
        """Until when the member may give the seat up: one that came later than that, from the
        waiting list, until the event starts."""
        seated_late = (
            self.state is SignUpState.SEATED and self.changed_at >= self.terms.cancel_until
        )
        return self.terms.starts_at if seated_late else self.terms.cancel_until

    @property
    def holds_price(self) -> bool:
        """Whether a price is set aside, as far as was written."""
        return self.held_until is not None and bool(self.terms.price)

    def still_held(self, now: datetime) -> bool:
        """Whether the price is still set aside at `now`."""
        return self.holds_price and self.held_until is not None and now < self.held_until

    def seated(self, now: datetime) -> SignUp:
        """With a seat, and the price held until it is settled who came."""
        until = min(self.terms.settled_at + HELD_AFTER, now + HOLD_AHEAD_MAX)
        held = until if self.terms.price else None
        return replace(self, state=SignUpState.SEATED, changed_at=now, held_until=held)

    def cancelled(self, now: datetime, *, by_member: bool) -> SignUp:
        """Let go. Raises SignUpEnded, and CancelTooLate where a member asks who has a seat."""
        if not self.is_open:
            raise SignUpEnded(self.state)
        if by_member and self.state is SignUpState.SEATED and now >= self.cancel_until:
            raise CancelTooLate(self.cancel_until)
        return replace(self, state=SignUpState.CANCELLED, changed_at=now)

    def attended(
        self, now: datetime, store_id: str, channel: str, *, by_activity: bool = False
    ) -> SignUp:
        """The member came. Raises SignUpEnded, AttendanceClosed."""
        if self.state is not SignUpState.SEATED:
            raise SignUpEnded(self.state)
        if not self.terms.doors_open_at <= now < self.terms.settled_at:
            raise AttendanceClosed(self.terms.doors_open_at, self.terms.settled_at)
        return replace(
            self,
            state=SignUpState.ATTENDED,
            changed_at=now,
            store_id=store_id,
            channel=channel,
            by_activity=by_activity,
        )

    def settled(self, now: datetime) -> SignUp:
        """As it ends when attendance is no longer taken."""
        seated = self.state is SignUpState.SEATED
        state = SignUpState.NO_SHOW if seated else SignUpState.UNSEATED
        return replace(self, state=state, changed_at=now)

    def postponed(self, event: BrandEvent | None, now: datetime) -> SignUp:
        """With the times that the event has now; a hold that still runs ends with them."""
        moved = replace(self, terms=self.terms.moved(event))
        if not self.still_held(now):
            return moved
        until = min(moved.terms.settled_at + HELD_AFTER, now + HOLD_AHEAD_MAX)
        return replace(moved, held_until=until)

    def waived(self, unspendable: Collection[str], now: datetime) -> SignUp:
        """Without the price, where nobody can spend its asset any more: what is held of it goes
        back."""
        if self.terms.price_asset not in unspendable or not self.still_held(now):
            return self
        return replace(self, terms=self.terms._replace(price=0), held_until=None)

    @property
    def takes_price(self) -> bool:
        """Whether its end takes the price: the member came, or the rule says so of a no-show."""
        if not self.terms.price:
            return False
        if self.state is SignUpState.ATTENDED:
            return True
        return self.state is SignUpState.NO_SHOW and self.terms.no_show == NoShow.TAKE


class OwnSignUp(NamedTuple):
    """A member's latest sign-up for an event."""

    sign_up_id: str = ""
    is_open: bool = False
    attended: bool = False

    @property
    def stands(self) -> bool:
        """Whether it has a seat, waits for one or came: the member makes no other."""
        return self.is_open or self.attended


NONE_YET = OwnSignUp()


def own_id(event: str, member_id: str) -> str:
    """Names the record of a member's latest sign-up for an event."""
    return f"{event}/{member_id}"


def to_body(sign_up: SignUp) -> dict[str, Any]:
    """As a document. An open one says when it is due, and is found by that."""
    body = asdict(sign_up) | {"state": str(sign_up.state), "terms": sign_up.terms._asdict()}
    return body | ({"due_at": sign_up.terms.settled_at} if sign_up.is_open else {})


def from_body(body: Mapping[str, Any]) -> SignUp:
    """The sign-up of `to_body`."""
    fields = {name: value for name, value in body.items() if name != "due_at"}
    read = {"state": SignUpState(body["state"]), "terms": Terms(**body["terms"])}
    return SignUp(**{**fields, **read})
