"""The posting by which an activity is awarded: one for the activity, for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from services.points.activities.domain.activity import Activity, Order, fingerprint
from services.points.earning.domain import cap, earned_order, order_bonus
from services.points.earning.domain.award import Award, Judgement
from services.points.earning.domain.earned_order import KeptOrder
from services.points.earning.domain.earning_rules import earning_rules
from services.points.earning.domain.explanation import PAID_MINOR, of_activity, of_awards
from services.points.earning.domain.order_bonus import ORDER_BONUS, counting_legs
from services.points.grants.domain.budget import of_budgets
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import ISSUED
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Programme

ORDER = RecordKind("order", earned_order.from_body)
RULE_COUPONS = RecordKind("rule_coupons", lambda brand, body: body["coupons"])
"""The rules that gave a coupon for an activity, with its type, by the activity's key."""
CAP = RecordKind("cap", lambda brand, body: cap.from_body(body))


def asking(activity: Activity) -> Asked:
    """A request to award `activity`."""
    return Asked(activity.brand, request_ids.AWARD + activity.key, fingerprint(activity))


def award_posting(
    activity: Activity,
    judgement: Judgement,
    programme: Programme,
    *,
    order: Order | None,
    known: Versioned[KeptOrder] | None,
    cap_versions: Mapping[str, int],
    bonus_version: int = 0,
    now: datetime,
) -> PostingRequest:
    """Legs for what is awarded, the order as it is kept for refunds, the cap counters, and the
    bonus that it used.

    `order` is the activity's as it was paid. `known` is the order as it is kept while only refunds
    of it have come. It counts from when the activity happened, though never ahead of `now` or in a
    closed period.
    """
    records = [
        CAP.record(name, cap_versions.get(name, 0), cap.to_body(activity.member_id, use))
        for name, use in judgement.uses.items()
    ]
    used = judgement.bonus
    if used is not None:
        body = order_bonus.to_body(used)
        records.append(ORDER_BONUS.record(activity.member_id, bonus_version, body))
    if order is not None:
        rules = earning_rules(programme).rules_on(activity.type)
        each = {rule.code: rule.each for rule in rules}
        before, version = known or (None, 0)
        kept = earned_order.keep(order, activity, judgement.awards, each, before)
        records.append(ORDER.record(activity.order_key, version, earned_order.to_body(kept)))
    coupons = [[a.rule, a.coupon_type] for a in judgement.awards if a.amount and a.coupon_type]
    if coupons:
        # So that there is a posting, and a repeat gives the coupons of the first award.
        body = {"member_id": activity.member_id, "coupons": coupons}
        records.append(RULE_COUPONS.record(activity.key, 0, body))
    asked = asking(activity)
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.EARN,
        legs=(
            *_legs(activity.member_id, judgement.awards),
            *of_budgets(judgement.spent),
            *(counting_legs(used) if used is not None else ()),
        ),
        effective_at=min(activity.occurred_at, now),
        metadata={
            **of_activity(activity),
            **({PAID_MINOR: str(order.total_minor)} if order is not None else {}),
            **of_awards(judgement.awards, programme.version),
        },
        records=tuple(records),
        fingerprint=asked.fingerprint,
        late_allowed=True,
    )


def _legs(member_id: str, awards: tuple[Award, ...]) -> tuple[Leg, ...]:
    """Awards that become spendable and expire together are one credit, so that they are one lot."""
    lots: dict[tuple[str, datetime | None, datetime | None], int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    for award in awards:
        if award.amount and not award.coupon_type:
            lots[award.asset, award.expire_at, _available_at(award)] += award.amount
            totals[award.asset] += award.amount
    credited = [
        Leg(member_id, asset, amount, expire_at=expire_at, available_at=available_at)
        for (asset, expire_at, available_at), amount in lots.items()
    ]
    return (*credited, *(Leg(ISSUED, asset, -amount) for asset, amount in totals.items()))


def _available_at(award: Award) -> datetime | None:
    """Points that would expire while pending are never pending."""
    if award.available_at and award.expire_at and award.available_at >= award.expire_at:
        return None
    return award.available_at
