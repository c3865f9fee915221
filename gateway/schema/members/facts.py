"""What a member did, in figures, on the member's card."""

import strawberry

from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import Date, DateTime, Long, instant, moment
from tessera.members.v1 import members_pb2


@strawberry.type(description="Pieces of a series or of an article that a member bought and kept.")
class BoughtPieces:
    """Source: tessera.members.v1.BoughtPieces."""

    name: str = column("The series, or the article number, as orders name it.")
    pieces: Long = column("The number of pieces.")


@strawberry.type(description="The store that is usually the nearest to a member.")
class UsualStore:
    """Source: tessera.members.v1.NearestStore."""

    code: str = column("The code of the store.")
    metres: int = column(
        "The distance as the crow flies, rounded up to 500 m so that it finds nobody's home; 50,000"
        " stands for any longer one."
    )


@strawberry.type(
    description="Figures of what a member did, as of a time. Days are the brand's, and today is the"
    " last of each window. What went back of an order is taken off on the order's own day, and an"
    " order that wholly went back is none. Money is in minor units."
)
class MemberFacts:
    """Source: tessera.members.v1.Facts."""

    as_of: DateTime = read(
        lambda facts: moment(facts.as_of_time), "The time of which the figures are."
    )
    orders: Long = column("The orders ever.")
    orders7d: Long = read(lambda facts: facts.orders_7d, "The orders of the last 7 days.")
    orders30d: Long = read(lambda facts: facts.orders_30d, "The orders of the last 30 days.")
    orders90d: Long = read(lambda facts: facts.orders_90d, "The orders of the last 90 days.")
    orders365d: Long = read(lambda facts: facts.orders_365d, "The orders of the last 365 days.")
    spent_minor: Long = column("The money paid ever.")
    spent7d_minor: Long = read(
        lambda facts: facts.spent_7d_minor, "The money paid for orders of the last 7 days."
    )
    spent30d_minor: Long = read(
        lambda facts: facts.spent_30d_minor, "The money paid for orders of the last 30 days."
    )
    spent90d_minor: Long = read(
        lambda facts: facts.spent_90d_minor, "The money paid for orders of the last 90 days."
    )
    spent365d_minor: Long = read(
        lambda facts: facts.spent_365d_minor, "The money paid for orders of the last 365 days."
    )
    active_days30d: int = read(
        lambda facts: facts.active_days_30d,
        "The days of the last 30 on which the member did anything.",
    )
    first_order_on: Date | None = read(
        lambda facts: facts.first_order_on or None,
        "The day of the first order that is kept, which was not all given back; null without one.",
    )
    last_order_at: DateTime | None = read(
        lambda facts: instant(facts, "last_order_time"),
        "The time of the latest order, given back or not; null before the first.",
    )
    favourite_series: str | None = read(
        lambda facts: facts.favourite_series or None,
        "The series of which the member bought most pieces in the last 365 days; null without one.",
    )
    nearest_store: UsualStore | None = read(
        lambda facts: facts.nearest_store if facts.HasField("nearest_store") else None,
        "The store that is usually the nearest, by the places that the member's activities of the"
        " last 90 days had; null where none is known.",
    )
    bought_series: list[BoughtPieces] = column(
        "The pieces by series of the last 365 days, the most first; at most 64.", size=8
    )
    bought_articles: list[BoughtPieces] = column(
        "The pieces by article ever, the most first; at most 50.", size=16
    )


def facts_of(member: members_pb2.Member) -> members_pb2.Facts:
    """The facts on a card."""
    return member.facts
