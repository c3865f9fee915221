"""Problems of an activity, named by the field."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.members.activities.domain.activity import (
    Activity,
    ActivityInvalid,
    ActivityTimeInvalid,
    Order,
    OrderLine,
    check,
)
from services.members.activities.domain.activity_type import ActivityType

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LINE = OrderLine("1", "sku", "fresh_fruit", 2, 3600)
ORDER = Order("o1", "CNY", 3600, (LINE,))
GOOD = Activity("pos", "e1", "mem_1", ActivityType.ORDER, NOW, "store", ORDER, {"topic": "x"}, b"")


def test_a_good_one_passes() -> None:
    check(GOOD, NOW, "CNY")
    check(replace(GOOD, type=ActivityType.VISIT, order=None), NOW, "CNY")


BAD: list[tuple[str, Mapping[str, Any]]] = [
    ("channel", {"channel": ""}),
    ("channel", {"channel": "a/b"}),
    ("channel", {"channel": "x" * 33}),
    ("event_id", {"event_id": "x" * 129}),
    ("member_id", {"member_id": ""}),
    ("type", {"type": None}),
    ("store_id", {"store_id": "x" * 65}),
    ("labels", {"labels": {str(n): "" for n in range(17)}}),
    ("labels", {"labels": {"k": "x" * 129}}),
    ("by_brand", {"by_brand": True}),
    ("order", {"order": None}),
    ("order", {"type": ActivityType.VISIT}),
    ("order.order_id", {"order": replace(ORDER, order_id="")}),
    ("order.total.currency_code", {"order": replace(ORDER, currency="EUR")}),
    ("order.total.minor_units", {"order": replace(ORDER, total_minor=0, lines=())}),
    ("order.total.minor_units", {"order": replace(ORDER, total_minor=3599)}),
    ("order.lines", {"order": replace(ORDER, lines=(LINE,) * 1001)}),
    ("order.lines[1].line_id", {"order": replace(ORDER, total_minor=7200, lines=(LINE, LINE))}),
    ("order.lines[0].quantity", {"order": replace(ORDER, lines=(LINE._replace(quantity=0),))}),
    ("order.lines[0].sku", {"order": replace(ORDER, lines=(LINE._replace(sku="x" * 65),))}),
]


@pytest.mark.parametrize(("field", "changes"), BAD)
def test_the_field_at_fault_is_named(field: str, changes: Mapping[str, Any]) -> None:
    with pytest.raises(ActivityInvalid) as refused:
        check(replace(GOOD, **changes), NOW, "CNY")
    assert refused.value.field == field


@pytest.mark.parametrize(
    "at", [None, NOW + timedelta(hours=24, seconds=1), datetime(1999, 12, 31, tzinfo=UTC)]
)
def test_a_time_far_ahead_or_before_2000_is_refused(at: datetime | None) -> None:
    with pytest.raises(ActivityTimeInvalid):
        check(replace(GOOD, occurred_at=at), NOW, "CNY")
