"""The kinds of records that a member has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.points.badges.domain.badge_posting import BADGES
from services.points.benefits.domain.grant import GRANTED
from services.points.benefits.domain.use import BENEFIT_USE
from services.points.brand_events.domain.sign_up_posting import SIGN_UP
from services.points.check_in.domain.check_in_posting import CHECK_INS
from services.points.checkout.domain.checkout_posting import CHECKOUT
from services.points.coupons.domain.coupon_posting import COUPON, COUPON_COUNT
from services.points.earning.domain.award_posting import CAP, ORDER, RULE_COUPONS
from services.points.earning.domain.order_bonus import ORDER_BONUS
from services.points.earning.domain.refused_activity import REFUSED
from services.points.extensions.domain import KEEPS
from services.points.ledger.domain.expiry_reminder import REMINDER
from services.points.ledger.domain.record import RecordKind
from services.points.lottery.domain.draw_posting import DRAW, PLAYER
from services.points.rewards.domain.redemption_posting import REDEMPTION, USE
from services.points.tasks.domain.reward_posting import STREAKS, TASKS
from services.points.transfers.domain.given import GIVEN
from services.points.vouchers.domain.voucher_posting import VOUCHER
from services.points.wake_up.domain.wake_up import WAKE_UP


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A kind whose ids are the member's, or begin with it and go on with `separator` and a name;
    "" for one record of each member. A habit is one of these."""

    kind: RecordKind[Any]
    separator: str = ""
    is_habit: bool = False


NAMED: tuple[RecordKind[Any], ...] = (
    *(VOUCHER, COUPON, REDEMPTION, CHECKOUT, DRAW, BENEFIT_USE),
    *(ORDER, RULE_COUPONS, REFUSED, REMINDER, WAKE_UP, SIGN_UP),
)
"""Records that name the member in their body, as `member_id`."""
OWN: tuple[OwnRecord, ...] = (
    OwnRecord(CHECK_INS, is_habit=True),
    OwnRecord(TASKS, is_habit=True),
    OwnRecord(STREAKS, is_habit=True),
    OwnRecord(BADGES, is_habit=True),
    OwnRecord(CAP, "/"),
    OwnRecord(USE, "/"),
    OwnRecord(COUPON_COUNT, "/"),
    OwnRecord(PLAYER, "/"),
    OwnRecord(GIVEN, ":"),
    OwnRecord(GRANTED, ":"),
    OwnRecord(ORDER_BONUS),
    OwnRecord(KEEPS, is_habit=True),
)
