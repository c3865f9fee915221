"""Refunds over gRPC, on a real database: never more than was bought, and none before its order."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from services.common.mongo import Database
from tessera.members.v1 import activities_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, activity, recording, refused

RECORDED = pb.RECORD_STATE_RECORDED
REPEATED = pb.RECORD_STATE_REPEATED
REFUSED = pb.RECORD_STATE_REFUSED
HOUR = timedelta(hours=1)
Result = tuple["pb.RecordState.ValueType", str, str]


def line(line_id: str, amount_minor: int, quantity: int = 1) -> types_pb2.OrderLine:
    return types_pb2.OrderLine(line_id=line_id, quantity=quantity, amount_minor=amount_minor)


CHEAP, DEAR = line("1", 2000), line("2", 3000)


def bought(
    member_id: str, *lines: types_pb2.OrderLine, currency: str = "CNY"
) -> types_pb2.Activity:
    """The order `o1`."""
    total = sum(each.amount_minor for each in lines)
    return activity(member_id, "o1", NOON, total, lines=lines, currency=currency)


def back(
    member_id: str,
    event_id: str,
    *lines: types_pb2.OrderLine,
    at: datetime = NOON,
    currency: str = "CNY",
) -> types_pb2.Activity:
    """These lines of `o1` given back."""
    total = sum(each.amount_minor for each in lines)
    return activity(
        member_id, event_id, at, total, refund=True, order_id="o1", lines=lines, currency=currency
    )


async def recorded(
    members: Members, activities: Sequence[types_pb2.Activity], brand: str = "tea"
) -> list[Result]:
    response = await members.activities(brand).RecordActivities(recording(*activities))
    return [(result.state, result.reason, result.field) for result in response.results]


async def spent(members: Members, member_id: str, brand: str = "tea") -> int:
    return (await members.card(member_id, brand)).facts.spent_minor


async def test_the_same_line_comes_back_once_whatever_the_event_ids(members: Members) -> None:
    member_id = await members.enrol()
    refunds = [back(member_id, f"r{n}", CHEAP) for n in range(4)]
    visit = activity(member_id, "v1", NOON)
    results = await recorded(members, [bought(member_id, CHEAP, DEAR), *refunds, visit])
    too_much = (REFUSED, "REFUND_EXCEEDS_ORDER", "order.lines[0].amount_minor")
    assert results == [(RECORDED, "", "")] * 2 + [too_much] * 3 + [(RECORDED, "", "")]
    assert await spent(members, member_id) == 3000
    assert await recorded(members, [refunds[0], refunds[1]]) == [(REPEATED, "", ""), too_much]
    assert await spent(members, member_id) == 3000
    followed = [e for e in await members.published("tea", 5) if e.HasField("activity_recorded")]
    assert [e.activity_recorded.activity.event_id for e in followed] == ["o1", "r0", "v1"]


async def test_no_more_comes_back_than_the_total(members: Members) -> None:
    member_id = await members.enrol()
    results = await recorded(
        members,
        [
            activity(member_id, "o1", NOON, 5000),
            activity(member_id, "r1", NOON, 2000, refund=True, order_id="o1"),
            activity(member_id, "r2", NOON, 3001, refund=True, order_id="o1"),
            activity(member_id, "r3", NOON, 3000, refund=True, order_id="o1"),
        ],
    )
    assert [state for state, _, _ in results] == [RECORDED, RECORDED, REFUSED, RECORDED]
    assert results[2][1:] == ("REFUND_EXCEEDS_ORDER", "order.total.minor_units")
    assert await spent(members, member_id) == 0


async def test_part_of_a_price_and_a_gift_are_taken_and_no_more_than_that(
    members: Members,
) -> None:
    member_id = await members.enrol()
    gift = activity(member_id, "g1", NOON, 0, lines=[line("1", 0, 2)])
    results = await recorded(
        members,
        [
            bought(member_id, CHEAP, DEAR),
            back(member_id, "r1", line("1", 500, 0)),
            back(member_id, "r2", line("1", 1501, 0)),
            back(member_id, "r3", line("1", 0, 0)),
            gift,
            activity(member_id, "r4", NOON, 0, refund=True, order_id="g1", lines=[line("1", 0)]),
            activity(member_id, "r5", NOON, 0, refund=True, order_id="g1", lines=[line("1", 0, 2)]),
        ],
    )
    assert [(reason, field) for _, reason, field in results] == [
        ("", ""),
        ("", ""),
        ("REFUND_EXCEEDS_ORDER", "order.lines[0].amount_minor"),
        ("INVALID_ARGUMENT", "order.lines[0].quantity"),
        ("", ""),
        ("", ""),
        ("REFUND_EXCEEDS_ORDER", "order.lines[0].quantity"),
    ]
    assert await spent(members, member_id) == 4500
    assert (await members.card(member_id)).facts.orders == 2


async def test_a_refund_at_another_channel_names_the_one_that_sold(members: Members) -> None:
    member_id = await members.enrol()
    lost = back(member_id, "r1", CHEAP)
    found = back(member_id, "r2", CHEAP)
    lost.channel = found.channel = "mini_program"
    found.order.channel = "pos"
    wrong = bought(member_id, CHEAP)
    wrong.order.channel = "pos"
    results = await recorded(members, [bought(member_id, CHEAP, DEAR), lost, found, wrong])
    assert [(reason, field) for _, reason, field in results] == [
        ("", ""),
        ("", ""),
        ("", ""),
        ("INVALID_ARGUMENT", "order.channel"),
    ]
    # The first waits for an order of the mini-program.
    assert await spent(members, member_id) == 3000


async def test_an_order_of_another_member_is_not_found(members: Members) -> None:
    ann, ben = await members.enrol(), await members.enrol()
    results = await recorded(members, [bought(ann, CHEAP), back(ben, "r1", CHEAP)])
    assert results[1] == (REFUSED, "ORDER_NOT_FOUND", "order.order_id")
    assert (await spent(members, ann), await spent(members, ben)) == (2000, 0)


async def test_an_order_is_one_event(members: Members) -> None:
    member_id = await members.enrol()
    again = bought(member_id, CHEAP)
    again.event_id = "o1-again"
    first = bought(member_id, CHEAP)
    results = await recorded(members, [first, again])
    assert results[1] == (REFUSED, "ACTIVITY_CONFLICT", "order.order_id")
    answer = await members.activities().RecordActivities(recording(again))
    assert answer.results[0].recorded_occur_time == first.occur_time
    assert (await members.card(member_id)).facts.orders == 1


async def test_a_refund_before_its_order_counts_when_that_comes(members: Members) -> None:
    member_id = await members.enrol()
    early = back(member_id, "r1", CHEAP, at=NOON - 24 * HOUR)
    assert await recorded(members, [early, early]) == [(RECORDED, "", ""), (REPEATED, "", "")]
    facts = (await members.card(member_id)).facts
    assert (facts.spent_minor, facts.last_seen_time.ToDatetime(NOON.tzinfo)) == (
        0,
        NOON - 24 * HOUR,
    )
    await recorded(members, [bought(member_id, CHEAP, DEAR)])
    assert await spent(members, member_id) == 3000
    assert await recorded(members, [early]) == [(REPEATED, "", "")]
    assert await spent(members, member_id) == 3000


async def test_of_those_that_waited_the_earliest_count_and_the_rest_is_noted(
    members: Members, db: Database
) -> None:
    member_id, other = await members.enrol(), await members.enrol()
    waiting = [
        back(member_id, "late", CHEAP, at=NOON - HOUR),
        back(member_id, "early", CHEAP, at=NOON - 2 * HOUR),
        back(other, "strange", DEAR, at=NOON - 3 * HOUR),
        bought(member_id, CHEAP, DEAR),
    ]
    assert await recorded(members, waiting) == [(RECORDED, "", "")] * 4
    assert (await spent(members, member_id), await spent(members, other)) == (3000, 0)
    order = await db.orders.find_one({"_id": "tea/pos/o1"})
    assert order is not None
    assert order["unfit"] == [["strange", "ORDER_NOT_FOUND"], ["late", "REFUND_EXCEEDS_ORDER"]]


async def test_a_tier_that_waiting_refunds_take_does_not_stay(members: Members) -> None:
    member_id = await members.enrol()
    dear = line("1", 30_000)
    await recorded(members, [back(member_id, "r1", dear)])
    await recorded(members, [bought(member_id, dear)])
    assert (await members.card(member_id)).tiers[1].code == "new"


async def test_orders_of_two_brands_with_one_number_are_two(members: Members) -> None:
    tea, retail = await members.enrol(), await members.enrol(brand="retail")
    await recorded(members, [bought(tea, CHEAP)])
    early = back(retail, "r1", CHEAP, currency="GBP")
    assert (await recorded(members, [early], "retail"))[0][0] == RECORDED
    assert await spent(members, retail, "retail") == 0
    assert (await recorded(members, [back(tea, "r1", CHEAP)]))[0][0] == RECORDED
    await recorded(members, [bought(retail, CHEAP, DEAR, currency="GBP")], "retail")
    assert (await spent(members, tea), await spent(members, retail, "retail")) == (0, 3000)


async def test_refunds_that_race_give_back_once(members: Members) -> None:
    member_id = await members.enrol()
    await recorded(members, [bought(member_id, CHEAP, DEAR)])
    racing = [recorded(members, [back(member_id, f"r{n}", CHEAP)]) for n in range(10)]
    results = [result for [result] in await asyncio.gather(*racing)]
    assert sorted(state for state, _, _ in results) == [RECORDED, *[REFUSED] * 9]
    assert await spent(members, member_id) == 3000


async def test_a_refund_that_races_its_order_counts_once(members: Members) -> None:
    for number in range(5):
        member_id = await members.enrol()
        order = activity(member_id, f"o{number}", NOON, 5000)
        refund = activity(member_id, f"r{number}", NOON, 2000, refund=True, order_id=f"o{number}")
        await asyncio.gather(*(recorded(members, [each]) for each in (refund, order)))
        assert await spent(members, member_id) == 3000


async def test_a_preview_answers_the_tiers_and_names_what_is_wrong(members: Members) -> None:
    member_id = await members.enrol()
    await recorded(members, [bought(member_id, CHEAP, DEAR)])
    refund = back(member_id, "r1", DEAR)
    asked = pb.PreviewRefundRequest(refund=refund, growth_taken=0)
    told = await members.activities().PreviewRefund(asked)
    growth = told.tiers[0]
    assert (growth.ladder, growth.before, growth.after) == ("growth", "basic", "basic")
    assert (growth.before_name.en, growth.basis) == ("Basic", "growth")
    assert not growth.HasField("decision")
    assert await spent(members, member_id) == 5000
    too_much = pb.PreviewRefundRequest(refund=back(member_id, "r1", line("2", 3001)))
    failed = await refused(members.activities().PreviewRefund(too_much))
    assert (failed.reason, failed.field) == (
        "REFUND_EXCEEDS_ORDER",
        "refund.order.lines[0].amount_minor",
    )
    huge = pb.PreviewRefundRequest(refund=back(member_id, "r1", line("2", 2_000_000_000)))
    failed = await refused(members.activities().PreviewRefund(huge))
    assert (failed.reason, failed.metadata["value"]) == ("ACTIVITY_OVER_LIMIT", "2000000000")
    negative = pb.PreviewRefundRequest(refund=refund, growth_taken=-1)
    failed = await refused(members.activities().PreviewRefund(negative))
    assert (failed.reason, failed.field) == ("INVALID_ARGUMENT", "growth_taken")
