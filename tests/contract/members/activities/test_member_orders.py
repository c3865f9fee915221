"""Orders and their refunds on every storage of members."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from services.members.activities.commands.recording import RecordState, record_activities
from services.members.activities.domain.activity import Activity, Order, OrderLine
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.order import (
    Refund,
    RefundableLine,
    RefundableOrder,
    RefundedLine,
    Unfit,
)
from services.members.identities.commands.enrolment import Enrolled
from tests.contract.members.member_stores import (
    NOON,
    PHONE,
    STORES,
    AnyStore,
    Unit,
    context,
    enrolled,
    opened,
    wish,
)


@pytest.fixture(params=STORES)
async def store(
    request: pytest.FixtureRequest, mongo_url: str, db_name: str
) -> AsyncIterator[AnyStore]:
    async with opened(request.param, mongo_url, db_name) as members:
        yield members


ORDER = RefundableOrder(
    "mem_1",
    "CNY",
    5000,
    2000,
    lines=(
        RefundableLine("1", 2, 2000, 1, 2000, "jasmine", "pure_tea"),
        RefundableLine("2", 1, 3000),
    ),
    unfit=(Unfit("r9", "REFUND_EXCEEDS_ORDER"),),
    occurred_at=NOON,
)
AWAITED = RefundableOrder(
    waiting=(
        Refund("r1", "mem_1", NOON, "CNY", 2000, (RefundedLine("1", 2, 2000),)),
        Refund("r2", "mem_2", NOON, "CNY", 1),
    )
)


async def test_orders_come_back_as_they_were_and_only_to_their_brand(store: AnyStore) -> None:
    async def write(unit: Unit) -> None:
        await unit.activities.keep_orders(
            "tea", {("pos", "o1"): ORDER, ("pos", "app/o1"): AWAITED}, {}
        )
        await unit.activities.keep_orders("retail", {("pos", "o1"): AWAITED}, {})

    async def change(unit: Unit) -> None:
        await unit.activities.keep_orders("tea", {}, {("pos", "app/o1"): ORDER})

    async def look(unit: Unit) -> object:
        keys = {("pos", "o1"), ("pos", "app/o1"), ("app", "o1")}
        return [
            await unit.activities.orders("tea", keys),
            await unit.activities.orders("retail", keys),
        ]

    await store.transact(write)
    assert await store.transact(look) == [
        {("pos", "o1"): ORDER, ("pos", "app/o1"): AWAITED},
        {("pos", "o1"): AWAITED},
    ]
    await store.transact(change)
    assert await store.transact(look) == [
        {("pos", "o1"): ORDER, ("pos", "app/o1"): ORDER},
        {("pos", "o1"): AWAITED},
    ]


async def test_refunds_that_race_give_back_an_order_once(store: AnyStore) -> None:
    [one] = await enrolled(store, "tea", wish(1, PHONE))
    assert isinstance(one, Enrolled)
    lines = (OrderLine("1", "", "", 1, 2000), OrderLine("2", "", "", 1, 3000))
    bought = Order("o1", "CNY", 5000, lines)
    order = Activity("pos", "o1", one.member_id, ActivityType.ORDER, NOON, "", bought, {}, b"")
    given_back = Order("o1", "CNY", 2000, lines[:1])
    back = replace(order, type=ActivityType.REFUND, order=given_back)
    # The order comes while its refunds do: one that is early waits for it.
    reported = [replace(back, event_id=f"r{n}") for n in range(6)]
    reported.insert(3, order)
    results = await asyncio.gather(
        *(record_activities(context(store), "tea", [each]) for each in reported)
    )
    assert results[3][0].state is RecordState.RECORDED
    facts = (await store.activities.facts("tea", [one.member_id]))[one.member_id]
    assert (facts.orders.total, facts.standing.totals.total) == (1, 3000)
