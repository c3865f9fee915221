"""Facts of members as points keeps them: read as of a day, and the highest version stands."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.domain import activity_facts as told_by
from services.members.activities.domain.facts_now import FactsNow
from services.points.activities.api.member_facts import to_facts_changed
from services.points.activities.domain.member_facts import (
    NO_FACTS,
    ActivityFacts,
    FactsChanged,
    MemberFacts,
    ProfileFacts,
    SegmentFacts,
    StageFacts,
    TagFacts,
    later,
)
from tessera.members.v1 import events_pb2
from tests.unit.members.activities import test_facts as ours

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 4)
DAY = TODAY.toordinal()
NOTHING = {"tags": [], "stage": "", "activity_level": "", "activation_step": "", "segments": []}
NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)


def stats(facts: ActivityFacts, day: date = TODAY) -> dict[str, object]:
    return facts.on(day)


def test_windows_move_with_the_day_that_is_asked_for() -> None:
    facts = ActivityFacts(
        (1, 1),
        ("orders_7d", "spent_minor_30d", "active_days_30d", "last_order_days"),
        days=((DAY - 29, 1, 100), (DAY - 6, 1, 10), (DAY, 1, 1)),
        active_days=(DAY - 29, DAY),
        last_order_day=DAY,
    )
    assert stats(facts) == {
        "orders_7d": 2,
        "spent_minor_30d": 111,
        "active_days_30d": 2,
        "last_order_days": 0,
    }
    assert stats(facts, TODAY + timedelta(days=1)) == {
        "orders_7d": 1,
        "spent_minor_30d": 11,
        "active_days_30d": 1,
        "last_order_days": 1,
    }
    assert stats(facts, TODAY - timedelta(days=1))["orders_7d"] == 1


def test_what_was_not_told_is_unknown_and_what_was_not_bought_is_0() -> None:
    facts = ActivityFacts(
        (1, 1),
        ("bought/cheese_tea", "bought/milk_tea", "last_order_days", "orders"),
        series=(("milk_tea", (DAY - 365, DAY), (5, 2)),),
    )
    assert stats(facts) == {"bought": {"cheese_tea": 0, "milk_tea": 2}, "orders": 0}
    assert MemberFacts(None, facts).at(NOON, SHANGHAI)["member"] == NOTHING
    assert NO_FACTS.at(NOON, SHANGHAI) == {"member": NOTHING, "stats": {}}


def test_a_tag_counts_until_it_lapses() -> None:
    facts = MemberFacts(tags=TagFacts((1, 1), (("vip", None), ("student", NOON))))
    assert facts.at(NOON - timedelta(milliseconds=1), SHANGHAI)["member"] == {
        **NOTHING,
        "tags": ["vip", "student"],
    }
    assert facts.at(NOON, SHANGHAI)["member"] == {**NOTHING, "tags": ["vip"]}


def test_days_since_enrolment_are_local_days() -> None:
    enrolled_at = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # 3 March in Shanghai
    facts = ProfileFacts((1,), ("age", "enrolled_days", "language"), enrolled_at=enrolled_at)
    assert facts.on(TODAY, SHANGHAI) == {"enrolled_days": 1}
    assert facts.on(TODAY, ZoneInfo("UTC")) == {"enrolled_days": 2}


CHANGES = [
    FactsChanged("tea", "mem_1", ProfileFacts((1, 5, 1), ("age",), 30), None),
    FactsChanged("tea", "mem_1", ProfileFacts((1, 6, 1), ("age",), 31), None),
    FactsChanged("tea", "mem_1", None, ActivityFacts((1, 1), ("orders",), 1)),
    FactsChanged("tea", "mem_1", None, ActivityFacts((2, 1), ("orders",), 2)),
    FactsChanged("tea", "mem_1", tags=TagFacts((2, 1), (("vip", NOON),))),
    FactsChanged("tea", "mem_1", tags=TagFacts((1, 3), (("gone", None),))),
    FactsChanged("tea", "mem_1", stage=StageFacts((3, 1), "loyalty", "active", "first_order")),
    FactsChanged("tea", "mem_1", stage=StageFacts((2, 9), "purchase", "lost")),
    FactsChanged("tea", "mem_1", segments=SegmentFacts((4, 1), ("vips",))),
    FactsChanged("tea", "mem_1", segments=SegmentFacts((3, 7), ("sleepers",))),
    FactsChanged(
        "tea", "mem_1", ProfileFacts((2, 5, 1), ("age",), 29), ActivityFacts((2, 2), ("orders_7d",))
    ),
]


@given(st.lists(st.sampled_from(CHANGES), max_size=10), st.randoms(use_true_random=False))
def test_changes_come_in_any_order_and_again(more: list[FactsChanged], chance: Random) -> None:
    arrived = [*CHANGES, *more]
    chance.shuffle(arrived)
    facts = later(NO_FACTS, arrived)
    assert (facts.profile, facts.activity) == (CHANGES[-1].profile, CHANGES[-1].activity)
    assert facts.tags == TagFacts((2, 1), (("vip", NOON),))
    assert facts.stage == StageFacts((3, 1), "loyalty", "active", "first_order")
    told = facts.at(NOON - timedelta(days=1), SHANGHAI)["member"]
    assert told == {
        "age": 29,
        "tags": ["vip"],
        "stage": "loyalty",
        "activity_level": "active",
        "activation_step": "first_order",
        "segments": ["vips"],
    }


@settings(max_examples=50, deadline=None)
@given(ours.ORDERS, ours.BACK, ours.VISITS, st.integers(0, 40))
def test_points_read_the_figures_that_members_show(
    orders: list[tuple[list[tuple[int, int, str]], int]],
    parts: list[tuple[int, int, int, int]],
    visits: list[int],
    ahead: int,
) -> None:
    facts = ours.told(*ours._reported(orders, parts, visits))
    names = (
        *(f"{what}_{days}d" for what in ("orders", "spent_minor") for days in (7, 30, 90, 365)),
        *("active_days_30d", "bought", "bought_article", "orders", "spent_minor"),
    )
    told = told_by.activity_facts(facts, names, ours.TODAY, 1)
    kept = ActivityFacts(
        told.version,
        told.names,
        told.orders,
        told.spent_minor,
        told.days,
        told.active_days,
        told.last_order_day,
        told.series,
        dict(told.articles),
    )
    day = ours.TODAY + timedelta(days=ahead)
    shown = FactsNow.of(facts, day, ours.NOW)
    assert kept.on(day) == {
        **{f"orders_{days}d": n for days, n in shown.orders_in.items()},
        **{f"spent_minor_{days}d": n for days, n in shown.spent_minor_in.items()},
        "active_days_30d": shown.active_days,
        "bought": dict(shown.series),
        "bought_article": dict(shown.articles),
        "orders": shown.orders,
        "spent_minor": shown.spent_minor,
    }


def test_a_part_that_is_absent_stays_as_it_was() -> None:
    sent = events_pb2.FactsChanged()
    sent.activity.version.extend([3, 1])
    sent.activity.names.append("orders")
    sent.activity.orders = 3
    change = to_facts_changed("tea", "mem_1", sent)
    assert (change.profile, change.tags) == (None, None)
    before = MemberFacts(ProfileFacts((1,), ("language",), language="en"), None)
    after = later(before, [change])
    assert after == replace(before, activity=ActivityFacts((3, 1), ("orders",), 3))
