"""A request sent many times at once takes effect once: double taps, two tills, lost answers."""

import asyncio
from typing import Any

import grpc

from services.common.errors import reason_of
from tessera.members.v1 import activities_pb2, members_pb2
from tessera.points.v1 import refunds_pb2
from tests.e2e.activities import SETTLED_DAYS, activity, line, order, refund
from tests.e2e.brand import Brand, identity, phone, unique

AT_ONCE = 10
CHECK_IN = """mutation($input: CheckInInput!) { checkIn(input: $input) {
  replayed userErrors { code } checkIn { awards { asset amount } } } }"""
REDEEM = """mutation($input: RedeemInput!) { redeem(input: $input) {
  replayed userErrors { code } redemption { id } } }"""
SUBMIT = """mutation($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
  replayed userErrors { code } feedback { id } } }"""
RECORDED = activities_pb2.RECORD_STATE_RECORDED


async def test_one_phone_enrolled_by_many_is_one_member(tea: Brand) -> None:
    own = identity("PHONE", phone())

    async def enrol() -> members_pb2.EnrolMemberResponse:
        return await tea.till.members.EnrolMember(
            members_pb2.EnrolMemberRequest(
                request_id=unique("enrol"), identities=[own], channel="app"
            )
        )

    answers = await asyncio.gather(*[enrol() for _ in range(AT_ONCE)])
    assert len({answer.member.id for answer in answers}) == 1
    assert sum(answer.created for answer in answers) == 1


async def test_an_order_both_recorded_and_awarded_at_once_earns_once(
    tea: Brand,
) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(2600))
    told, awarded = await asyncio.gather(
        asyncio.gather(*[tea.till.record(bought) for _ in range(AT_ONCE)]),
        asyncio.gather(*[tea.till.award(bought) for _ in range(AT_ONCE)]),
    )
    assert [result.state for (result,) in told].count(RECORDED) == 1
    assert [result.reason for (result,) in awarded] == [""] * AT_ONCE
    await tea.till.record(activity(person.id, "REVIEW"))
    await person.followed(points=26 + 10, growth=26)


async def test_one_redeem_sent_many_times_holds_once(tea: Brand) -> None:
    person = await tea.enrol()
    await tea.till.record(order(person.id, line(100_000), days_ago=SETTLED_DAYS))
    await person.followed(points=1000)
    wish = {"requestId": unique("redeem"), "rewardCode": "free_drink"}
    answers = await asyncio.gather(*[person.front.ask(REDEEM, input=wish) for _ in range(AT_ONCE)])
    assert [answer["userErrors"] for answer in answers] == [[]] * AT_ONCE
    assert len({answer["redemption"]["id"] for answer in answers}) == 1
    assert sum(not answer["replayed"] for answer in answers) == 1
    assert (await tea.till.balance(person.id)).held == 200


async def test_many_redeems_take_no_more_than_there_is(tea: Brand) -> None:
    person = await tea.enrol()
    await tea.till.record(order(person.id, line(70_000), days_ago=SETTLED_DAYS))
    await person.followed(points=700)

    async def redeem() -> Any:
        wish = {"requestId": unique("redeem"), "rewardCode": "free_drink"}
        return await person.front.ask(REDEEM, input=wish)

    answers = await asyncio.gather(*[redeem() for _ in range(AT_ONCE)])
    refusals = [error["code"] for answer in answers for error in answer["userErrors"]]
    assert refusals == ["INSUFFICIENT_POINTS"] * (AT_ONCE - 3)
    balance = await tea.till.balance(person.id)
    assert (balance.held, balance.available) == (600, 100)


async def test_many_check_ins_at_once_give_the_day_s_points_once(tea: Brand) -> None:
    person = await tea.enrol()

    async def check_in() -> Any:
        return await person.front.ask(CHECK_IN, input={"requestId": unique("check-in")})

    answers = await asyncio.gather(*[check_in() for _ in range(AT_ONCE)])
    assert [answer["userErrors"] for answer in answers] == [[]] * AT_ONCE
    awards = [award for answer in answers for award in answer["checkIn"]["awards"]]
    assert sum(award["amount"] for award in awards if award["asset"] == "POINTS") == 2
    await tea.till.record(activity(person.id, "REVIEW"))
    await person.followed(points=2 + 10)


async def test_one_line_given_back_at_many_tills_is_taken_back_once(tea: Brand) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(2000), line(3000, line_id="2"))
    await tea.till.award(bought)

    async def give_back() -> str:
        commit = refunds_pb2.CommitRefundRequest(refund=refund(bought, line(2000)))
        try:
            await tea.till.refunds.CommitRefund(commit)
        except grpc.aio.AioRpcError as error:
            reason = reason_of(error)
            assert reason is not None
            return reason.reason
        return ""

    refusals = await asyncio.gather(*[give_back() for _ in range(AT_ONCE)])
    assert sorted(refusals) == ["", *["REFUND_EXCEEDS_ORDER"] * (AT_ONCE - 1)]
    assert await tea.till.balances(person.id) == (30, 30)


async def test_one_message_sent_many_times_is_one_item(tea: Brand) -> None:
    person = await tea.enrol()
    wish = {"requestId": unique("say"), "text": "The straw is too short"}
    answers = await asyncio.gather(*[person.front.ask(SUBMIT, input=wish) for _ in range(AT_ONCE)])
    assert len({answer["feedback"]["id"] for answer in answers}) == 1
    assert sum(not answer["replayed"] for answer in answers) == 1
