"""An invalid activity is refused with the name of the field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.points.activities.domain.activity import Activity, fingerprint, from_body, to_body
from services.points.activities.domain.validation import (
    AHEAD_MAX,
    ActivityInvalid,
    ActivityTimeInvalid,
    check,
)
from tests.activities import NOON, TWO_DRINKS, activity, bought, gave_back, line

GOOD = bought(*TWO_DRINKS, labels={"topic": "weekly", "a": "b"})
assert GOOD.order is not None
ORDER = GOOD.order


def with_order(**changes: Any) -> Activity:
    return replace(GOOD, order=replace(ORDER, **changes))


def test_nothing_is_said_against_a_good_one() -> None:
    check(GOOD, NOON, "CNY", "activity")
    check(activity(), NOON, "CNY", "activity")
    for gift in (bought(line("1", 0)), gave_back(line("1", 0))):
        check(gift, NOON, "CNY", "activity")
    check(gave_back(line("1", 600, quantity=0)), NOON, "CNY", "activity")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(GOOD, channel=""), "channel"),
        (replace(GOOD, channel="a/b"), "channel"),
        (replace(GOOD, event_id="x" * 129), "event_id"),
        (replace(GOOD, member_id="house:issued"), "member_id"),
        (replace(GOOD, member_id=""), "member_id"),
        (replace(GOOD, store_id="x" * 65), "store_id"),
        (replace(GOOD, labels={str(n): "" for n in range(17)}), "labels"),
        (replace(GOOD, labels={"": "x"}), "labels"),
        (replace(GOOD, order=None), "order"),
        (replace(activity(), order=ORDER), "order"),
        (with_order(order_id=""), "order.order_id"),
        (with_order(currency="USD"), "order.total.currency_code"),
        (with_order(total_minor=0, lines=()), "order.total.minor_units"),
        (with_order(channel="app"), "order.channel"),
        (gave_back(line("1", 1), sold_by="a/b"), "order.channel"),
        (gave_back(line("1", 1), sold_by="x" * 33), "order.channel"),
        (gave_back(total_minor=0), "order.total.minor_units"),
        (gave_back(line("1", 0, quantity=0)), "order.lines[0].quantity"),
        (with_order(total_minor=3601), "order.total.minor_units"),
        (with_order(lines=(TWO_DRINKS[0], TWO_DRINKS[0])), "order.lines[1].line_id"),
        (with_order(lines=(line("1", 3600, quantity=0),)), "order.lines[0].quantity"),
        (with_order(lines=(line("1", -1),)), "order.lines[0].amount_minor"),
        (with_order(lines=tuple(line(str(n), 1) for n in range(1001))), "order.lines"),
    ],
)
def test_what_is_wrong_is_named(wrong: Activity, field: str) -> None:
    with pytest.raises(ActivityInvalid) as refused:
        check(wrong, NOON, "CNY", "activity")
    assert refused.value.field == f"activity.{field}"


@pytest.mark.parametrize("off", [AHEAD_MAX + timedelta(seconds=1), -timedelta(days=365 * 27)])
def test_a_time_out_of_range_is_refused(off: timedelta) -> None:
    with pytest.raises(ActivityTimeInvalid):
        check(replace(GOOD, occurred_at=NOON + off), NOON, "CNY", "activity")


@pytest.mark.parametrize(
    "change",
    [
        lambda: replace(GOOD, member_id="mem_bo"),
        lambda: replace(GOOD, store_id="s1"),
        lambda: replace(GOOD, by_brand=True),
        lambda: replace(GOOD, labels={}),
        lambda: replace(GOOD, occurred_at=NOON + timedelta(milliseconds=1)),
        lambda: with_order(total_minor=1),
        lambda: with_order(lines=()),
        lambda: with_order(channel="app"),
    ],
)
def test_other_content_has_another_fingerprint(change: Callable[[], Activity]) -> None:
    assert fingerprint(change()) != fingerprint(GOOD)


def test_the_same_content_has_the_same_fingerprint() -> None:
    relabelled = replace(GOOD, labels=dict(reversed(list(GOOD.labels.items()))))
    assert fingerprint(relabelled) == fingerprint(GOOD)


def test_an_activity_is_kept_and_read_back_the_same() -> None:
    praised = replace(activity(), by_brand=True)
    refund = gave_back(line("1", 1), sold_by="app")
    for one in (GOOD, activity(labels={"a": "b"}), refund, praised):
        assert from_body("tea", to_body(one)) == one
