"""What ladders count, each basis in a table; and that the order of telling changes nothing."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.domain.activity import Activity, Order
from services.members.activities.domain.activity_type import ActivityType
from services.members.events.domain import TierChanged
from services.members.programme.commands import programme_file
from services.members.tiers.domain import tiers
from services.members.tiers.domain.amounts import amounts_of
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Ladder
from services.members.tiers.domain.standing import Standing
from tests.paths import PROGRAMMES
from tests.unit.members.activities.told_world import NOON, World
from tests.unit.members.tiers.ladders import ENROLLED_AT, ENROLLED_ON, on, tea, tier

LIFETIME = {"kind": "lifetime"}
YEAR = {"kind": "rolling", "months": 12}


def ladder(basis: str, window: dict[str, Any], *reach: int, **changes: Any) -> Ladder:
    """Tiers t0, t1, … that are reached and kept with these amounts."""
    written = [tier(f"t{n}", least, least, 100) for n, least in enumerate((0, *reach))]
    return tea(basis=basis, window=window, tiers=written, **changes)


def orders(*days: date) -> DailyTotals:
    made = DailyTotals()
    for day in days:
        made.add(day, 1, day)
    return made


@pytest.mark.parametrize(
    ("days", "today", "percent"),
    [
        ((), date(2026, 3, 1), 0),
        ((date(2026, 1, 5),), date(2026, 3, 1), 0),
        ((date(2026, 1, 5), date(2026, 2, 5)), date(2026, 3, 1), 50),
        ((date(2026, 1, 5), date(2026, 2, 5), date(2026, 2, 6)), date(2026, 3, 1), 66),
        ((date(2025, 1, 5), date(2026, 2, 5)), date(2026, 3, 1), 100),
        ((date(2025, 1, 5),), date(2026, 3, 1), 0),
    ],
    ids=["none", "the first", "one of two", "two of three", "all but one before", "none this year"],
)
def test_a_repeated_order_is_one_that_follows_another(
    days: Sequence[date], today: date, percent: int
) -> None:
    share = ladder("repurchase", YEAR, 50)
    amounts = amounts_of(share, DailyTotals(), orders(*days))
    assert tiers.counted(share, amounts, on(today)) == percent


@pytest.mark.parametrize(
    ("event", "count", "reached"),
    [("first_order", 0, 0), ("first_order", 1, 1), ("first_repurchase", 1, 0)]
    + [("first_repurchase", n, 1) for n in (2, 3)],
)
def test_an_event_has_happened_or_not(event: str, count: int, reached: int) -> None:
    once = ladder("event", LIFETIME, 1, event=event)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(count)]
    amounts = amounts_of(once, DailyTotals(), orders(*days))
    assert tiers.counted(once, amounts, on(date(2026, 3, 1))) == reached


@pytest.mark.parametrize(
    ("policy", "amount", "after"),
    [("none", 0, "t2"), ("one_down", 0, "t1"), ("to_balance", 0, "t0"), ("to_balance", 3, "t1")]
    + [(policy, 5, "t2") for policy in ("none", "one_down", "to_balance")],
)
def test_each_policy_lowers_a_tier_of_orders_in_its_own_way(
    policy: str, amount: int, after: str
) -> None:
    counting = ladder("orders", YEAR, 3, 5, downgrade=policy, grace_days=0)
    reached = date(2026, 3, 1)
    standing = Standing(orders=orders(*[reached] * 5))
    position = tiers.first_position(counting, ENROLLED_AT, ENROLLED_ON)
    position, _ = tiers.after_change(
        counting, position, standing.amounts(counting), on(reached), taken=False
    )
    assert position.tier == "t2"
    # The window of judgement begins with the day of the tier.
    standing.orders = orders(*[date(2026, 8, 1)] * amount)
    position, _ = tiers.settle(counting, position, standing.amounts(counting), on(date(2027, 3, 1)))
    assert position.tier == after


def test_a_share_that_grows_old_is_not_undone_by_the_refund_of_another_order() -> None:
    share = ladder("repurchase", YEAR, 50, grace_days=0)
    bought = orders(date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 6))
    standing = Standing(orders=bought)
    position = tiers.first_position(share, ENROLLED_AT, ENROLLED_ON)
    amounts = standing.amounts(share)
    position, _ = tiers.after_change(share, position, amounts, on(date(2026, 1, 6)), taken=False)
    assert position.tier == "t1"
    bought.add(date(2026, 1, 6), -1, date(2026, 12, 1))
    kept, decision = tiers.after_change(share, position, amounts, on(date(2027, 1, 6)), taken=True)
    assert (kept.tier, decision) == ("t1", None)
    bought.add(date(2026, 1, 6), -1, date(2026, 12, 1))
    undone, decision = tiers.after_change(
        share, position, amounts, on(date(2026, 12, 1)), taken=True
    )
    assert undone.tier == "t0"
    assert decision is not None
    assert decision.reason is tiers.Reason.REFUND_UNDID_UPGRADE


def _document() -> dict[str, Any]:
    def written(code: str, basis: str, *reach: int, **changes: Any) -> dict[str, Any]:
        steps = [tier(f"t{n}", least, least, 100) for n, least in enumerate((0, *reach))]
        one = {"code": code, "basis": basis, "window": LIFETIME, "downgrade": "none"}
        return one | {"main": code == "value", "tiers": steps} | changes

    return {
        "ladders": [
            written("value", "ltv", 500, 900),
            written("counting", "orders", 2, 3),
            written("share", "repurchase", 50, 66),
            written("again", "event", 1, event="first_repurchase"),
        ]
    }


def _activity(n: int, kind: ActivityType, order: str, amount: int, at: datetime) -> Activity:
    bought = Order(order, "CNY", amount, ())
    return Activity("pos", f"e{n}", "mem_1", kind, at, "", bought, {}, b"%d" % n)


def _bought(n: int, amount: int) -> Activity:
    return _activity(n, ActivityType.ORDER, f"o{n}", amount, NOON - timedelta(days=30 - n))


def _back(n: int, order: int, amount: int) -> Activity:
    return _activity(n, ActivityType.REFUND, f"o{order}", amount, NOON - timedelta(days=10))


async def _tiers_after(told: Sequence[Activity], batch: int) -> dict[str, str]:
    world = World({**_document(), "currency": "CNY", "timezone": "Asia/Shanghai"})
    for start in range(0, len(told), batch):
        await world.record(*told[start : start + batch])
    standing = (await world.store.activities.facts("tea", ["mem_1"]))["mem_1"].standing
    return {code: position.tier for code, position in standing.positions.items()}


TOLD = [_bought(1, 400), _bought(2, 300), _bought(3, 300), _back(4, 1, 400), _back(5, 3, 100)]
"""Two orders of 300 and 200 are left."""


def test_orders_and_refunds_come_to_the_same_tiers_in_any_order() -> None:
    expected = {"value": "t1", "counting": "t1", "share": "t1", "again": "t1"}
    for told in permutations(TOLD):
        assert asyncio.run(_tiers_after(told, 1)) == expected, told


@settings(max_examples=40, deadline=None)
@given(st.data(), st.integers(1, 6))
def test_whatever_comes_late_or_twice_ends_on_the_tiers_of_what_is_left(
    data: st.DataObject, batch: int
) -> None:
    amounts = data.draw(st.lists(st.integers(1, 500), min_size=1, max_size=5))
    given_back = data.draw(st.lists(st.booleans(), min_size=len(amounts), max_size=len(amounts)))
    told = [_bought(n, amount) for n, amount in enumerate(amounts)]
    back = [(n, amount) for n, amount in enumerate(amounts) if given_back[n]]
    told += [_back(100 + n, n, amount) for n, amount in back]
    repeated = data.draw(st.permutations(told + told[:3]))
    left = [amount for n, amount in enumerate(amounts) if not given_back[n]]
    share = 100 * (len(left) - 1) // len(left) if left else 0
    expected = {
        "value": f"t{sum(sum(left) >= least for least in (500, 900))}",
        "counting": f"t{sum(len(left) >= least for least in (2, 3))}",
        "share": f"t{sum(share >= least for least in (50, 66))}",
        "again": f"t{int(len(left) >= 2)}",
    }
    assert asyncio.run(_tiers_after(repeated, batch)) == expected


async def test_the_second_order_of_a_fashion_member_lifts_at_once() -> None:
    source = (PROGRAMMES / "fashion.yaml").read_text("utf-8")
    world = World(programme_file.read(source).document)
    events = await world.record(_bought(1, 80_000))
    assert not [event for event in events if isinstance(event, TierChanged)]
    events = await world.record(_bought(2, 1))
    changed = [event for event in events if isinstance(event, TierChanged)]
    assert {(each.ladder, each.to_tier) for each in changed} == {
        ("pyramid", "growth"),
        ("returning", "returned"),
    }
    (undone,) = [e for e in await world.record(_back(3, 2, 1)) if isinstance(e, TierChanged)][:1]
    assert undone.reason == "refund_undid_upgrade"


@pytest.mark.parametrize(
    ("was", "becomes", "key"),
    [
        ("event: first_repurchase", "grace_days: 0", "ladders[1].basis"),
        ("basis: orders", "basis: orders\n    event: first_order", "ladders[2].event"),
        ("basis: orders", "basis: ltv", "ladders[2].window.kind"),
        ("reach: 66,", "reach: 101,", "ladders[3].tiers[1].reach"),
    ],
)
def test_a_ladder_that_contradicts_its_basis_is_refused_with_the_key(
    was: str, becomes: str, key: str
) -> None:
    source = (PROGRAMMES / "fashion.yaml").read_text("utf-8")
    assert was in source
    file = programme_file.read(source.replace(was, becomes))
    assert key in [problem.key for problem in file.problems]
