"""A member's facts as a message."""

from services.members.activities.domain.facts_now import FactsNow
from tessera.members.v1 import members_pb2 as pb

ARTICLES_SHOWN_MAX = 50


def fill_facts(message: pb.Facts, facts: FactsNow) -> None:
    """Write the facts into `message`."""
    message.orders = facts.orders
    message.spent_minor = facts.spent_minor
    orders, spent = facts.orders_in, facts.spent_minor_in
    message.orders_7d, message.orders_30d = orders[7], orders[30]
    message.orders_90d, message.orders_365d = orders[90], orders[365]
    message.spent_7d_minor, message.spent_30d_minor = spent[7], spent[30]
    message.spent_90d_minor, message.spent_365d_minor = spent[90], spent[365]
    message.active_days_30d = facts.active_days
    message.favourite_series = facts.favourite_series
    for name, pieces in facts.series:
        message.bought_series.add(name=name, pieces=pieces)
    for name, pieces in facts.articles[:ARTICLES_SHOWN_MAX]:
        message.bought_articles.add(name=name, pieces=pieces)
    if facts.first_order_on is not None:
        message.first_order_on = facts.first_order_on.isoformat()
    if facts.last_order_at is not None:
        message.last_order_time.FromDatetime(facts.last_order_at)
    if facts.last_seen_at is not None:
        message.last_seen_time.FromDatetime(facts.last_seen_at)
    if facts.near is not None:
        message.nearest_store.code, message.nearest_store.metres = facts.near
    message.as_of_time.FromDatetime(facts.as_of)
