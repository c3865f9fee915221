"""Facts from activities, whatever order they come in."""

import itertools
from datetime import UTC, date, datetime, timedelta

from services.members.activities.domain.activity import Activity, Order
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.tiers.domain.daily_totals import KEPT_DAYS
from services.members.tiers.domain.standing import Standing

TODAY = date(2026, 11, 21)


def activity(
    kind: ActivityType, day: date, total_minor: int = 0, event_id: str = "e1"
) -> tuple[Activity, date]:
    order = Order("o1", "CNY", total_minor, ()) if total_minor else None
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return Activity("pos", event_id, "mem_1", kind, at, "", order, {}, b""), day


def seen(*activities: tuple[Activity, date]) -> Facts:
    facts = Facts()
    for one, day in activities:
        facts.see(one, day, TODAY, KEPT_DAYS)
        if one.type is ActivityType.REFUND and one.order is not None:
            facts.give_back(one.order.total_minor, day, TODAY, KEPT_DAYS)
    return facts


def test_orders_and_refunds_make_what_was_spent() -> None:
    facts = seen(
        activity(ActivityType.ORDER, TODAY, 3600),
        activity(ActivityType.ORDER, TODAY - timedelta(days=40), 1000),
        activity(ActivityType.REFUND, TODAY, 600),
        activity(ActivityType.VISIT, TODAY),
    )
    assert (facts.orders.total, facts.standing.totals.total) == (2, 4000)
    assert (facts.orders_30d(TODAY), facts.spent_365d(TODAY)) == (1, 4000)


def test_the_last_30_and_365_days_include_today_and_end_there() -> None:
    facts = seen(
        activity(ActivityType.ORDER, TODAY - timedelta(days=29), 100),
        activity(ActivityType.ORDER, TODAY - timedelta(days=30), 10),
        activity(ActivityType.ORDER, TODAY - timedelta(days=364), 1000),
        activity(ActivityType.ORDER, TODAY - timedelta(days=365), 1),
    )
    assert (facts.orders_30d(TODAY), facts.spent_365d(TODAY)) == (1, 1110)


def test_any_order_of_telling_gives_the_same_facts() -> None:
    activities = [
        activity(ActivityType.ORDER, TODAY - timedelta(days=500), 700),
        activity(ActivityType.REFUND, TODAY - timedelta(days=2), 300),
        activity(ActivityType.ORDER, TODAY, 900),
        activity(ActivityType.CHECK_IN, TODAY - timedelta(days=1)),
    ]
    first, *others = [seen(*order) for order in itertools.permutations(activities)]
    assert all(other == first for other in others)
    assert first.last_seen_at == datetime(2026, 11, 21, 4, tzinfo=UTC)


def test_old_days_live_in_the_total_only() -> None:
    facts = Facts()
    for ago in range(1000, -1, -1):
        one, day = activity(ActivityType.ORDER, TODAY - timedelta(days=ago), 1)
        facts.see(one, day, day, KEPT_DAYS)
    assert facts.standing.totals.total == 1001
    assert len(facts.standing.totals.by_day) == KEPT_DAYS + 1
    assert len(facts.orders.by_day) == 32


def test_an_entry_counts_once_in_whatever_order_entries_come() -> None:
    standing = Standing()
    assert [standing.take(n) for n in (1, 3, 3, 2, 2, 1, 4)] == [
        True,
        True,
        False,
        True,
        False,
        False,
        True,
    ]
    assert (standing.sequence, standing.ahead) == (4, set())
