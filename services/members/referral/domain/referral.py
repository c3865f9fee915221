"""A referral: whether it counts, by the invitee's orders and the time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from services.members.referral.domain.section import Terms

RING_MAX = 64
"""How many inviters of inviters are looked at: nobody can be so far above one who is new."""


class State(StrEnum):
    """Documents carry the value, so it never changes."""

    PENDING = "pending"
    QUALIFIED = "qualified"
    REVERSED = "reversed"
    REFUSED = "refused"


class InviteRefused(Exception):
    """The invite does not count; each subclass says why."""

    reason = ""
    field = "code"

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__(self.__doc__ or "")
        self.metadata = {} if until is None else {"until": until.isoformat()}


class InviteOwnCode(InviteRefused):
    """The code is the member's own."""

    reason = "INVITE_OWN_CODE"


class InviteeNotNew(InviteRefused):
    """The person was a member before."""

    reason = "INVITEE_NOT_NEW"


class InviteTaken(InviteRefused):
    """Another member invited them."""

    reason = "INVITE_TAKEN"


class InviteRing(InviteRefused):
    """The inviter was invited by the invitee, or by one whom the invitee invited."""

    reason = "INVITE_RING"


class InviteTooLate(InviteRefused):
    """The time for entering a code is over."""

    reason = "INVITE_TOO_LATE"


class ReferralsNotOffered(Exception):
    """The programme has no section `referral`."""

    reason = "REFERRALS_NOT_OFFERED"


class FirstOrder(NamedTuple):
    """An order of the invitee, as far as referrals look at it; `key` is channel/order id."""

    key: str
    at: datetime
    total_minor: int
    refunded_minor: int

    def counts(self, terms: Terms) -> bool:
        """True when it reaches the least sum and is not wholly refunded."""
        return terms.order_minor <= self.total_minor > self.refunded_minor


@dataclass(frozen=True, slots=True)
class Referral:
    """`invitee_id` names it. `number` of the inviter's referrals ever and `month_number` of a local
    month are 0 until it qualifies for the first time, and stay; `round` counts qualifications."""

    invitee_id: str
    brand: str
    inviter_id: str
    accepted_at: datetime
    terms: Terms
    state: State = State.PENDING
    refusal: str = ""
    order: str = ""
    settles_at: datetime | None = None
    qualified_at: datetime | None = None
    number: int = 0
    month_number: int = 0
    capped: bool = False
    round: int = 0

    @property
    def is_live(self) -> bool:
        """False when it never counts."""
        return self.state is not State.REFUSED

    def refused(self, why: InviteRefused) -> "Referral":
        """The referral, which does not count."""
        return replace(self, state=State.REFUSED, refusal=why.reason, settles_at=None)

    def judged(self, orders: Iterable[FirstOrder], now: datetime) -> "Referral":
        """The referral as the orders and the time have it: the same where nothing changed.

        One that qualifies now has no number yet, unless it qualified before.
        """
        if not self.is_live:
            return self
        first = first_order(orders, self.terms)
        if first is None:
            return self._unsettled("", None)
        settles_at = first.at + self.terms.settling
        if settles_at > now:
            return self._unsettled(first.key, settles_at)
        if self.state is State.QUALIFIED:
            return self if self.order == first.key else replace(self, order=first.key)
        return replace(
            self,
            state=State.QUALIFIED,
            order=first.key,
            settles_at=settles_at,
            qualified_at=settles_at,
            round=self.round + 1,
        )

    def _unsettled(self, order: str, settles_at: datetime | None) -> "Referral":
        state = State.REVERSED if self.round else State.PENDING
        return replace(self, state=state, order=order, settles_at=settles_at)


def first_order(orders: Iterable[FirstOrder], terms: Terms) -> FirstOrder | None:
    """The earliest order that counts; of two at one time, the one with the lower key."""
    counting = [each for each in orders if each.counts(terms)]
    return min(counting, key=lambda each: (each.at, each.key), default=None)
