"""The facts of an activity as conditions see them."""

from collections.abc import Mapping

from tessera.types.v1 import types_pb2

TYPES: Mapping[int, str] = {
    number: name.removeprefix("ACTIVITY_TYPE_").lower()
    for name, number in types_pb2.ActivityType.items()
    if number
}


def activity_facts(activity: types_pb2.Activity) -> Mapping[str, object]:
    """The facts, by name; those that this activity does not have are empty."""
    total = activity.order.total
    return {
        "type": TYPES.get(activity.type, ""),
        "channel": activity.channel,
        "store_id": activity.store_id,
        "amount_minor": total.minor_units,
        "currency": total.currency_code,
        "labels": dict(activity.labels),
        "sku": activity.article.sku,
        "series": activity.article.series,
        "content": activity.content.content_id,
        "read_percent": activity.content.read_percent,
        "event": activity.event_code,
    }
