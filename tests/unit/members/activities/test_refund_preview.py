"""A preview of a refund says of tiers what recording it decides, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.commands.refund_preview import RefundPreview, preview_refund
from services.members.activities.domain.activity import ActivityConflict, ActivityInvalid
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.order import OrderNotFound, RefundExceedsOrder
from services.members.identities.domain.member import MemberNotFound
from services.members.tiers.commands.growth import GrowthEntry, count_growth
from services.members.tiers.domain.standing import Judged
from services.members.tiers.domain.tiers import Reason
from tests.unit.members.activities.test_facts import back, bought, noon
from tests.unit.members.activities.told_world import NOON, TODAY, World

OTHERS = {
    "spend": [0, 5_000, 12_000],
    "orders": [0, 2, 3],
    "repurchase": [0, 40, 70],
    "ltv": [0, 9_000],
    "event": [0, 1],
}


def ladder(basis: str, reaches: list[int], **more: Any) -> dict[str, Any]:
    tiers = [{"code": f"t{n}", "reach": reach} for n, reach in enumerate(reaches)]
    months = {"kind": "rolling", "months": 3} if basis != "ltv" else {"kind": "lifetime"}
    return {"code": basis, "basis": basis, "window": months, "tiers": tiers, **more}


PROGRAMME = {
    "timezone": "Asia/Shanghai",
    "currency": "CNY",
    "ladders": [
        ladder("growth", [0, 300, 1_000], main=True, downgrade="one_down"),
        *(
            ladder(basis, reaches, **({"event": "first_repurchase"} if basis == "event" else {}))
            for basis, reaches in OTHERS.items()
        ),
    ],
}


class Bought(NamedTuple):
    days_ago: int
    minor: int


async def world(orders: list[Bought], growth: Sequence[Bought] = ()) -> World:
    made = World(PROGRAMME)
    days = {each.days_ago for each in (*orders, *growth)}
    number = 0
    for ago in sorted(days, reverse=True):
        made.clock.set(noon(TODAY - timedelta(days=ago)))
        for n, order in enumerate(orders):
            if order.days_ago == ago:
                await made.record(bought(ago, order_id=f"o{n}", total_minor=order.minor))
        for earned in growth:
            if earned.days_ago == ago:
                number += 1
                await grow(made, number, earned.minor)
    made.clock.set(NOON)
    if not orders:
        await made.enrol("mem_1")
    return made


async def grow(made: World, number: int, amount: int, **more: Any) -> None:
    entry = GrowthEntry("mem_1", number, amount, made.clock.now(), **more)
    await count_growth(made.ctx, "tea", [entry])


async def decided(made: World) -> list[Judged]:
    found = await made.store.tiers.decisions("tea", "mem_1", before="", size=1_000)
    return [judged for _, judged in reversed(found)]


def tiers(preview: RefundPreview) -> dict[str, tuple[str, str]]:
    return {each.ladder.code: (each.before.code, each.after.code) for each in preview.tiers}


amounts = st.lists(st.builds(Bought, st.integers(0, 120), st.integers(1, 9_000)), max_size=5)


@given(
    orders=amounts.filter(len),
    growth=amounts,
    share=st.integers(1, 100) | st.just(100),
    counted_days_ago=st.none() | st.integers(0, 120),
    data=st.data(),
)
@settings(max_examples=25)
async def test_a_preview_is_what_recording_decides(
    orders: list[Bought],
    growth: list[Bought],
    share: int,
    counted_days_ago: int | None,
    data: st.DataObject,
) -> None:
    """`counted_days_ago`: an order of a closed month counts on another day than its own."""
    growth = [each._replace(minor=each.minor // 8 + 1) for each in growth]
    made = await world(orders, growth)
    which = data.draw(st.integers(0, len(orders) - 1))
    minor = max(1, orders[which].minor * share // 100)
    taken = data.draw(st.integers(0, sum(each.minor for each in growth)))
    refund = back(0, "r1", order_id=f"o{which}", total_minor=minor)

    await made.record(replace(bought(0), event_id="visit", order=None, type=ActivityType.VISIT))
    if growth:
        await grow(made, len(growth) + 1, 0)
    settled, said = await decided(made), len(made.store.events)
    ago = counted_days_ago
    counted_at = None if ago is None else noon(TODAY - timedelta(days=ago))
    preview = await preview_refund(made.ctx, "tea", refund, taken, counted_at)
    assert await decided(made) == settled, "a preview decides nothing"
    assert len(made.store.events) == said, "a preview tells nothing"

    await made.record(refund)
    if taken:
        ordered = noon(TODAY - timedelta(days=orders[which].days_ago))
        await grow(made, len(growth) + 2, -taken, refund=True, order_at=counted_at or ordered)
    new = (await decided(made))[len(settled) :]
    assert [each.judged for each in preview.tiers if each.judged] == sorted(
        new, key=lambda judged: judged.decision.ladder != "growth"
    )
    after = await preview_refund(made.ctx, "tea", refund, 0)
    assert {code: before for code, (before, _) in tiers(after).items()} == {
        code: then for code, (_, then) in tiers(preview).items()
    }


async def test_growth_of_an_order_that_came_late_comes_off_the_day_on_which_it_counts() -> None:
    """The order is older than the window; its growth counts in it, as its month was closed."""
    made = await world([Bought(110, 9_000)], [Bought(5, 1_100)])
    refund = back(0, "r1", order_id="o0", total_minor=4_500)
    counted_at = noon(TODAY - timedelta(days=5))
    growth = (await preview_refund(made.ctx, "tea", refund, 500, counted_at)).tiers[0]
    assert (growth.counted_before, growth.counted_after) == (1_100, 600)
    assert (growth.before.code, growth.after.code) == ("t2", "t1")
    growth = (await preview_refund(made.ctx, "tea", refund, 500)).tiers[0]
    assert (growth.counted_before, growth.counted_after) == (1_100, 1_100)


async def test_a_refund_undoes_the_upgrade_that_its_growth_and_money_gave() -> None:
    made = await world([Bought(3, 5_000), Bought(2, 9_000)], [Bought(3, 400), Bought(1, 700)])
    refund = back(0, "r1", order_id="o1", total_minor=9_000)
    preview = await preview_refund(made.ctx, "tea", refund, 500)
    growth, spend, *_ = preview.tiers
    assert (growth.before.code, growth.after.code) == ("t2", "t1")
    assert (growth.counted_before, growth.counted_after) == (1_100, 600)
    assert growth.judged is not None
    assert growth.judged.decision.reason is Reason.REFUND_UNDID_UPGRADE
    assert (spend.before.code, spend.after.code) == ("t2", "t1")
    assert (spend.counted_before, spend.counted_after) == (14_000, 5_000)
    assert [tiers(preview)[each] for each in ("orders", "repurchase", "event")] == [
        ("t1", "t0")
    ] * 3
    assert not preview.order_awaited


async def test_a_refund_that_waits_for_its_order_takes_growth_alone() -> None:
    made = await world([Bought(2, 6_000)], [Bought(1, 300)])
    refund = back(0, "r1", order_id="later", total_minor=6_000)
    preview = await preview_refund(made.ctx, "tea", refund, 1)
    assert preview.order_awaited
    assert (tiers(preview)["growth"], tiers(preview)["spend"]) == (("t1", "t0"), ("t1", "t1"))


async def test_a_recorded_refund_changes_nothing_more() -> None:
    made = await world([Bought(2, 6_000)], [Bought(1, 300)])
    refund = back(0, "r1", total_minor=6_000, order_id="o0")
    await made.record(refund)
    preview = await preview_refund(made.ctx, "tea", refund, 300)
    assert tiers(preview)["growth"] == ("t1", "t1")
    assert tiers(preview)["spend"] == ("t0", "t0")
    with pytest.raises(ActivityConflict):
        await preview_refund(made.ctx, "tea", replace(refund, content=b"other"), 0)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"type": ActivityType.ORDER}, ActivityInvalid),
        ({"member_id": "mem_9"}, MemberNotFound),
        ({"member_id": "mem_2"}, OrderNotFound),
        ({"event_id": ""}, ActivityInvalid),
    ],
)
async def test_what_recording_refuses_has_no_preview(
    more: dict[str, Any], refusal: type[Exception]
) -> None:
    made = await world([Bought(2, 6_000)])
    await made.enrol("mem_2")
    refund = back(0, "r1", total_minor=6_000, order_id="o0")
    with pytest.raises(refusal):
        await preview_refund(made.ctx, "tea", replace(refund, **more), 0)
    too_much = back(0, "r1", total_minor=6_001, order_id="o0")
    with pytest.raises(RefundExceedsOrder):
        await preview_refund(made.ctx, "tea", too_much, 0)
