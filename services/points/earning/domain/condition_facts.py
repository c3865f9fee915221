"""The facts that conditions of the programme see: of the activity, its line, member and store.

Names and types are declared in protos/tessera/programme/v1/condition_facts.json.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from services.points.activities.domain.activity import Activity, OrderLine
from services.points.activities.domain.member_facts import NO_FACTS, MemberFacts
from services.points.activities.domain.standing import Tier

NO_STORE: Mapping[str, Any] = {}


def scope_of(
    activity: Activity,
    tier: Tier,
    zone: ZoneInfo,
    member_days: Sequence[str] = (),
    facts: MemberFacts = NO_FACTS,
    store: Mapping[str, Any] = NO_STORE,
) -> dict[str, Any]:
    """`activity`, `member`, `stats` and `store`; month, day, weekday (1 Monday to 7) and hour are
    the brand's. Windows of `stats` end with the activity's local day.

    `member_days`: the codes of those that the activity's local day is. `store` has no facts where
    the store is not known.
    """
    local = activity.occurred_at.astimezone(zone)
    known = facts.at(activity.occurred_at, zone)
    order, subject = activity.order, activity.subject
    return {
        "activity": {
            "type": str(activity.type),
            "channel": activity.channel,
            "store_id": activity.store_id,
            "amount_minor": order.total_minor if order else 0,
            "currency": order.currency if order else "",
            "labels": dict(activity.labels),
            "month": local.month,
            "day": local.day,
            "weekday": local.isoweekday(),
            "hour": local.hour,
            "member_days": list(member_days),
            "sku": subject.sku,
            "series": subject.series,
            "content": subject.content_id,
            "read_percent": subject.read_percent,
            "event": subject.event_code,
        },
        "member": {
            "tier": tier.code,
            "tier_rank": tier.rank,
            "multiplier_percent": tier.multiplier_percent,
            **known["member"],
        },
        "stats": known["stats"],
        "store": store,
    }


def with_line(scope: Mapping[str, Any], line: OrderLine) -> dict[str, Any]:
    """The scope of one line of the order."""
    return {
        **scope,
        "line": {
            "line_id": line.line_id,
            "sku": line.sku,
            "series": line.series,
            "quantity": line.quantity,
            "amount_minor": line.amount_minor,
        },
    }
