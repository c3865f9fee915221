"""A cart of the demo data that somebody left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from google.protobuf import timestamp_pb2

from tessera.types.v1 import types_pb2

CART_OF = 6
"""The number of the person; they agreed to marketing, so that they are reminded."""


def left_cart(member_id: str, now: datetime) -> Iterator[types_pb2.Activity]:
    """Two drinks were put in and one was taken out, two hours before `now`."""
    kinds = types_pb2.ActivityType
    put_in, taken_out = kinds.ACTIVITY_TYPE_ADD_TO_CART, kinds.ACTIVITY_TYPE_REMOVE_FROM_CART
    moves = (
        (put_in, "mango_pomelo", "fresh_fruit", 125),
        (put_in, "jasmine", "pure_tea", 122),
        (taken_out, "jasmine", "pure_tea", 120),
    )
    for number, (kind, sku, series, minutes_ago) in enumerate(moves, start=1):
        at = timestamp_pb2.Timestamp()
        at.FromDatetime(now - timedelta(minutes=minutes_ago))
        yield types_pb2.Activity(
            channel="mini_program",
            event_id=f"demo-{CART_OF:04d}-cart-{number}",
            member_id=member_id,
            type=kind,
            occur_time=at,
            article=types_pb2.Article(sku=sku, series=series, quantity=1),
        )
