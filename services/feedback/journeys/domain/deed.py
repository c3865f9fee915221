"""A deed: what a step does outside of messages: it gives a member something, or tags them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

DEED_PREFIX = "deed_"
ID_CHARACTERS = 26
NOT_YET = frozenset(
    {
        "MEMBER_NOT_FOUND",
        "COUPON_TYPE_NOT_FOUND",
        "ASSET_UNKNOWN",
        "TAG_UNKNOWN",
        "PROGRAMME_MISSING",
    }
)
"""Refusals of a service that does not know the member, or the programme, yet."""
PASSING = frozenset(
    {
        "OVERLOADED",
        "DEADLINE_EXCEEDED",
        "STORAGE_UNAVAILABLE",
        "SERVICE_UNAVAILABLE",
        "RECORD_CHANGED",
        "INTERNAL",
    }
)
"""Refusals that say nothing of the deed: it may even have been done, and is known by its id."""
WAITS = tuple(timedelta(seconds=each) for each in (5, 30, 120, 600, 1800))
"""After each such refusal; then one of `NOT_YET` counts."""


def wait_after(reason: str, tries: int) -> timedelta | None:
    """How long a deed waits that was refused for `reason` after so many tries; None where that is
    its end."""
    if reason in PASSING or (reason in NOT_YET and tries < len(WAITS)):
        return WAITS[min(tries, len(WAITS) - 1)]
    return None


class DeedState(StrEnum):
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Gift:
    """One coupon of a type, or else `amount` of `asset`. `budget`: what all members together may
    get of the step, in coupons or units; None for any amount."""

    coupon: str = ""
    asset: str = ""
    amount: int = 0
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Tagging:
    """Codes of tags to set, and to remove."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """What the step of an entry does for a member, who had it due at `due`, as the programme said
    then: a gift, or else tags. `reason` is why it was refused."""

    id: str
    member_id: str
    entry_id: str
    journey: str
    step: str
    due: datetime
    does: Gift | Tagging
    state: DeedState = DeedState.ASKED
    reason: str = ""
    ended_at: datetime | None = None

    def ended(self, reason: str, now: datetime) -> "Deed":
        """Done at `now`, or refused with a `reason`."""
        state = DeedState.REFUSED if reason else DeedState.DONE
        return replace(self, state=state, reason=reason, ended_at=now)


def deed_id(brand: str, entry_id: str, step: str) -> str:
    """The id of what a step does for an entry: the same, however often the step is taken."""
    digest = sha256("\x1f".join((brand, entry_id, step)).encode()).hexdigest()
    return DEED_PREFIX + digest[:ID_CHARACTERS]
