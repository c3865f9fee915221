"""Facts as documents: what is known of a member from activities, in the document of their spending.

`facts`  {last_seen_at, orders, order_days, spent, spent_days, done, first_on, active, revision,
          series, articles,
          first_order_on, last_order_on, first_orders: [[day, orders]], last_order_at, cart_at,
          cart_waits_since, cart_told_at, near: [[day, at, store, metres]], near_until, told,
          profile_told_on} beside the fields of a standing, which tiers own
          (services/members/tiers/storage/standing_documents.py)

`facts_told`  {_id: brand, key: of the facts that all its members were told}

`series` is [[name, days, pieces by day]], `articles` {names, pieces, days: the last of each}, since
columns are half as dear as rows; documents of before 2026-11-29 have rows [name, pieces, last day].
Days there, of `active`, `first_on` and `…_on` count from 0001-01-01, as `date.toordinal` does.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from services.common.mongo import ASCENDING, Document, IndexModel
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.bought import ArticleCount, Bought
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.nearness import KEPT_DAYS, SeenNear
from services.members.activities.domain.order_days import OrderDays
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import NextJudgement
from services.members.tiers.storage.standing_documents import (
    COLLECTIONS,
    days_document,
    next_judgement_document,
    standing_document,
    to_days,
    to_standing,
)

COLLECTION = COLLECTIONS[Source.PURCHASES]
INDEXES = {
    COLLECTION: [
        IndexModel(
            [("brand", ASCENDING), ("first_order_on", ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={"first_order_on": {"$exists": True}},
        ),
        IndexModel(
            [("brand", ASCENDING), ("cart_waits_since", ASCENDING)],
            partialFilterExpression={"cart_waits_since": {"$exists": True}},
        ),
        IndexModel(
            [("brand", ASCENDING), ("near_until", ASCENDING)],
            partialFilterExpression={"near_until": {"$exists": True}},
        ),
    ]
}
"""Those who have the anniversary of their first order together; carts that are not judged yet;
nearness that is kept until the day `near_until`, as `date.toordinal` counts."""
TOLD = "facts_told"
_COUNT = partial(tuple.__new__, ArticleCount)
"""Of a pair: a third of the time that its own constructor takes."""
_DAY_MAPS = {"order_days", "spent_days", "days"}


def facts_document(brand: str, member_id: str, facts: Facts, judgement: NextJudgement) -> Document:
    """All that is kept of a member's activities."""
    bought = facts.bought
    document: Document = {
        "_id": member_id,
        "brand": brand,
        **next_judgement_document(judgement),
        "last_seen_at": facts.last_seen_at,
        "orders": facts.orders.total,
        "order_days": days_document(facts.orders),
        "spent": facts.spent.total,
        "spent_days": days_document(facts.spent),
        "done": {kind.value: count for kind, count in facts.done.items()},
        "first_on": {kind.value: day for kind, day in facts.first_on.items()},
        "active": sorted(facts.active),
        "revision": facts.revision,
        **standing_document(facts.standing),
    }
    if bought.series:
        document["series"] = [
            [name, list(days), list(days.values())] for name, days in bought.series.items()
        ]
    if bought.articles:
        pieces, days = zip(*bought.articles.values(), strict=True)
        document["articles"] = {
            "names": list(bought.articles),
            "pieces": list(pieces),
            "days": list(days),
        }
    if facts.last_order_at is not None:
        document["last_order_at"] = facts.last_order_at
    return (
        document
        | _order_days_document(facts.order_days)
        | told_document(facts)
        | _cart_document(facts)
        | _near_document(facts)
    )


def _order_days_document(days: OrderDays) -> Document:
    document: Document = {}
    if days.first is not None:
        document["first_order_on"] = days.first.toordinal()
        document["first_orders"] = [
            [day.toordinal(), n] for day, n in sorted(days.earliest.items())
        ]
    if days.last is not None:
        document["last_order_on"] = days.last.toordinal()
    return document


def _cart_document(facts: Facts) -> Document:
    kept = {
        "cart_at": facts.cart_at,
        "cart_waits_since": facts.cart_at if facts.cart_waits else None,
        "cart_told_at": facts.cart_told_at,
    }
    return {name: at for name, at in kept.items() if at is not None}


def _near_document(facts: Facts) -> Document:
    if not facts.near:
        return {}
    seen = [[day, each.at, each.store, each.metres] for day, each in sorted(facts.near.items())]
    return {"near": seen, "near_until": max(facts.near) + KEPT_DAYS}


def told_document(facts: Facts) -> Document:
    """The fields that say what other services were told."""
    document: Document = {"told": facts.told} if facts.told else {}
    if facts.profile_told_on is not None:
        document["profile_told_on"] = facts.profile_told_on.toordinal()
    return document


def to_facts(document: Mapping[str, Any]) -> Facts:
    """The facts in a document. One that only tiers wrote has a standing and nothing else.

    One that was written before money was counted by the order's day has it by the refund's.
    """
    told_on = document.get("profile_told_on")
    has_spent = "spent" in document or "orders" not in document
    spent, spent_days = ("spent", "spent_days") if has_spent else ("total", "days")
    return Facts(
        last_seen_at=document.get("last_seen_at"),
        orders=DailyTotals(document.get("orders", 0), to_days(document.get("order_days", {}))),
        spent=DailyTotals(document.get(spent, 0), to_days(document.get(spent_days, {}))),
        done={ActivityType(kind): count for kind, count in document.get("done", {}).items()},
        first_on=_first_on(document),
        active=set(document.get("active", ())),
        bought=Bought(
            {
                name: dict(zip(days, pieces, strict=True))
                for name, days, pieces in document.get("series", ())
            },
            _articles(document.get("articles", ())),
        ),
        last_order_at=document.get("last_order_at"),
        revision=document.get("revision", 0),
        cart_at=document.get("cart_at"),
        cart_waits="cart_waits_since" in document,
        cart_told_at=document.get("cart_told_at"),
        near={day: SeenNear(*seen) for day, *seen in document.get("near", ())},
        told=document.get("told", ""),
        profile_told_on=None if told_on is None else date.fromordinal(told_on),
        order_days=_order_days(document),
        standing=to_standing(document),
    )


def _first_on(document: Mapping[str, Any]) -> dict[ActivityType, int]:
    """One that was written before first days were kept has the first that is known of any kind."""
    first_on = {ActivityType(kind): day for kind, day in document.get("first_on", {}).items()}
    last = document.get("last_seen_at")
    known = min(document.get("active", ()), default=None if last is None else last.toordinal())
    if known is not None:
        for kind in document.get("done", {}):
            first_on.setdefault(ActivityType(kind), known)
    return first_on


def _order_days(document: Mapping[str, Any]) -> OrderDays:
    """One that was written before days were of kept orders has the first of any."""
    first, last = document.get("first_order_on"), document.get("last_order_on")
    kept = document.get("first_orders", [] if first is None else [[first, 1]])
    return OrderDays(
        {date.fromordinal(day): orders for day, orders in kept},
        None if last is None else date.fromordinal(last),
    )


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Document:
    """The update that makes the document `before` the document `after`, which is another one.

    A member's document has a year of days and hundreds of articles; an activity changes one day.
    """
    kept: Document = {}
    gone = {name: "" for name in before if name not in after}
    for name, value in after.items():
        known = before.get(name)
        if name in _DAY_MAPS and known is not None:
            kept |= {f"{name}.{day}": n for day, n in value.items() if known.get(day) != n}
            gone |= {f"{name}.{day}": "" for day in known if day not in value}
        elif known != value or name not in before:
            kept[name] = value
    return {"$set": kept} | ({"$unset": gone} if gone else {})


def _articles(
    columns: Mapping[str, Sequence[Any]] | Sequence[tuple[str, int, int]],
) -> dict[str, ArticleCount]:
    if isinstance(columns, Mapping):
        counts = map(_COUNT, zip(columns["pieces"], columns["days"], strict=True))
        return dict(zip(columns["names"], counts, strict=True))
    return {name: ArticleCount(pieces, day) for name, pieces, day in columns}
