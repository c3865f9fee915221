"""May a member sign up for an event, and do they get a seat or a place in the waiting list?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.points.activities.domain.standing import Tier
from services.points.brand_events.domain.section import BrandEvent, Price
from services.points.ledger.domain.chart_of_accounts import POINTS


class SignUpClosed(Exception):
    """Members sign up between two times."""

    reason = "EVENT_SIGN_UP_CLOSED"
    field = "event"

    def __init__(self, event: BrandEvent) -> None:
        super().__init__(f"sign-up of {event.code} is closed")
        opens = {"opens": event.opens_at.isoformat()} if event.opens_at else {}
        self.metadata = opens | {"closes": event.closes_at.isoformat()}


class TierTooLow(Exception):
    """The event asks for a higher tier."""

    reason = "TIER_TOO_LOW"

    def __init__(self, min_tier: str) -> None:
        super().__init__(f"from {min_tier} on")
        self.metadata = {"min_tier": min_tier}


class NotInAudience(Exception):
    """The event's condition does not hold for the member."""

    reason = "EVENT_NOT_FOR_MEMBER"
    field = "event"

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is for other members")
        self.metadata = {"code": code}


class AlreadySignedUp(Exception):
    """The member has a seat, or waits for one."""

    reason = "EVENT_ALREADY_SIGNED_UP"
    field = "event"

    def __init__(self, sign_up_id: str) -> None:
        super().__init__("signed up before")
        self.metadata = {"id": sign_up_id}


class EventFull(Exception):
    """No seat and no place in the waiting list is left."""

    reason = "EVENT_FULL"
    field = "event"

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is full")
        self.metadata = {"code": code}


class TooFew(Exception):
    """The member has less than a seat costs."""

    field = "event"

    def __init__(self, price: Price, available: int) -> None:
        super().__init__(f"{price.amount} {price.asset} needed, {available} available")
        of_points = price.asset == POINTS
        self.reason = "INSUFFICIENT_POINTS" if of_points else "INSUFFICIENT_ASSET"
        told = {"available": str(available), "needed": str(price.amount)}
        self.metadata = told if of_points else {"asset": price.asset} | told


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of an event: free seats, members who wait, free places of the waiting list."""

    seats: int
    waiting: int
    places: int

    @property
    def has_seat(self) -> bool:
        """A free seat for one who comes now: those who wait come first."""
        return self.seats > 0 and not self.waiting


@dataclass(frozen=True, slots=True)
class Applicant:
    """A member, as far as is known. `sign_up` is the one that stands, "" where there is none;
    `available` is of the asset that the seat costs."""

    tier: Tier
    in_audience: bool
    sign_up: str
    available: int


Hindrance = SignUpClosed | AlreadySignedUp | TierTooLow | NotInAudience | EventFull | TooFew


def hindrance(
    event: BrandEvent, applicant: Applicant, room: Room, min_tier: Tier | None, now: datetime
) -> Hindrance | None:
    """The first reason that keeps the member from signing up; None when there is none.

    The order is from what the member cannot change to what they can. A place in the waiting list
    asks for no price yet.
    """
    if applicant.sign_up:
        return AlreadySignedUp(applicant.sign_up)
    if not event.is_open(now):
        return SignUpClosed(event)
    if min_tier is not None and applicant.tier.rank < min_tier.rank:
        return TierTooLow(min_tier.code)
    if not applicant.in_audience:
        return NotInAudience(event.code)
    if room.has_seat:
        if event.price is not None and applicant.available < event.price.amount:
            return TooFew(event.price, applicant.available)
        return None
    return None if room.places > 0 else EventFull(event.code)
