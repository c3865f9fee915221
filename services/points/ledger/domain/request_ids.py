"""How request ids begin: with what the posting is for. No two purposes share a prefix.

The prefixes are for ever: a posting is found again by its request id. Callers give ids of their
own, which are kept under CALLER, so that no caller's id is ever one of the service's.
"""

from __future__ import annotations

CALLER = "rpc/"

AWARD = "activity/"
REFUND = "refund/"
PARKED_REFUND = "park/"
"""A refund that waits for its order."""
REFUSED_ACTIVITY = "refused/"
REDEMPTION = "redemption/"
CHECK_IN = "check_in/"
"""The day of a check-in, beside its award."""
MAKE_UP = "make_up/"
"""The day that a card fills."""
BADGE = "badge/"
"""An activity that counts for badges."""
TIER_BADGE = "tier_badge/"
"""The badges that a tier brings."""
TASK = "task/"
"""An activity that counts for a chain."""
TASK_RETURN = "task_return/"
"""A refund after which an order counts for no chain."""
STREAK = "streak/"
"""The day of a streak."""
VOUCHER = "voucher/"
BENEFIT_GRANT = "benefit_grant/"
BENEFIT_USE = "benefit_use/"
"""A use of a benefit, and its reversal."""
STOCK = "stock/"
EXPIRY = "expire/"
REMINDER = "remind/"
"""A member is told that points will expire."""
CLOSED_PERIOD = "close/"
GIFT = "gift/"
ADJUSTMENT = "adjust/"
WISH = "wish/"
"""An adjustment that waits for a second operator."""
REJECTED = "reject/"
"""The end of such a wish."""
GRANT = "grant/"
"""A caller's grant."""
RULE_GRANT = "rule_grant/"
"""A coupon that a rule of earning gives for an activity."""
COUPON_REVOCATION = "coupon_revoke/"
"""An operator takes a coupon back."""
CHECKOUT = "checkout/"
"""A basket: held, captured or cancelled."""
LOTTERY_SEED = "lottery_seed/"
"""The seed of a lottery for a day."""
DRAW = "draw/"
"""A draw of a lottery."""
SIGN_UP = "sign_up/"
"""A sign-up for an event of the brand, or its cancellation."""
SEAT = "seat/"
"""A sign-up moves up from the waiting list."""
ATTENDANCE = "attendance/"
"""An activity shows that a member came."""
EVENT_END = "event_end/"
"""It is settled who did not come."""
BUDGET = "budget/"
"""A budget tells that it is used up, or nearly."""
BULK_FILE = "bulk_file/"
"""A bulk file is uploaded, started, discarded, decided on or done."""
BULK_ROW = "bulk_row/"
"""A row of a bulk file: done, or refused for good."""
ERASURE = "erase/"
"""A member is erased, and their habits with them."""
WAKE_UP = "wake_up/"
"""A member who earned nothing for long is woken."""
EXTENSION = "extend/"
"""An activity puts off the expiry of what its member has."""
MERGE = "merge/"
"""A part of what a member had moves to the survivor of a merge."""

ALL = frozenset(
    {
        CALLER,
        AWARD,
        REFUND,
        PARKED_REFUND,
        REFUSED_ACTIVITY,
        REDEMPTION,
        CHECK_IN,
        MAKE_UP,
        BADGE,
        TIER_BADGE,
        TASK,
        TASK_RETURN,
        STREAK,
        VOUCHER,
        BENEFIT_GRANT,
        BENEFIT_USE,
        STOCK,
        EXPIRY,
        REMINDER,
        CLOSED_PERIOD,
        GIFT,
        ADJUSTMENT,
        WISH,
        REJECTED,
        GRANT,
        RULE_GRANT,
        CHECKOUT,
        COUPON_REVOCATION,
        LOTTERY_SEED,
        DRAW,
        SIGN_UP,
        SEAT,
        ATTENDANCE,
        EVENT_END,
        BUDGET,
        BULK_FILE,
        BULK_ROW,
        ERASURE,
        EXTENSION,
        MERGE,
        WAKE_UP,
    }
)


def as_sent(request_id: str) -> str:
    """The id as its caller knows it: without the prefix that it is kept under."""
    prefix, slash, rest = request_id.partition("/")
    return rest if prefix + slash in ALL else request_id
