"""An absent service costs only its own fields; once it is back, nothing is lost or done twice."""

import asyncio

import grpc
import pytest

from tessera.members.v1 import activities_pb2
from tessera.points.v1 import rewards_pb2
from tests.e2e.activities import SETTLED_DAYS, line, order
from tests.e2e.brand import Brand, unique
from tests.e2e.running_suite import until

CARD = "{ me { name growth tier { code } points { posted } } }"
CHANGED = "subscription { pointsChanged { entry { amount } } }"
RECORDED = activities_pb2.RECORD_STATE_RECORDED
BACK_S = 30.0
"""After a kill in the middle of a transaction MongoDB keeps its locks for 15 s at most."""
AWAY = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
ORDERS = 40
MANY = 100
"""Enough orders to kill a process in the middle of them."""


async def test_while_points_is_away_the_card_lacks_points_and_orders_are_recorded(
    tea: Brand,
) -> None:
    person = await tea.enrol()
    await tea.till.record(order(person.id, line(1000)))
    await person.followed(points=10, growth=10)
    await until(lambda: person.front.ask(CARD), lambda me: me["growth"] == 10)

    with tea.suite.paused("points"):
        answer = await person.front.answer(CARD)
        card = answer["data"]["me"]
        assert (card["name"], card["growth"], card["tier"]) == ("李欣怡", 10, {"code": "basic"})
        assert card["points"] is None
        (error,) = answer["errors"]
        assert error["path"] == ["me", "points"]
        assert error["extensions"]["code"] in ("DEADLINE_EXCEEDED", "UNAVAILABLE")
        (result,) = await tea.till.record(order(person.id, line(500)))
        assert result.state == RECORDED
    await person.followed(points=15, growth=15)
    assert (await person.front.ask(CARD))["points"] == {"posted": 15}


async def test_while_members_is_away_points_are_earned_and_spent(tea: Brand) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(20_000), days_ago=SETTLED_DAYS)
    wish = rewards_pb2.RedeemRewardRequest(
        request_id=unique("r"), member_id=person.id, reward_code="free_drink"
    )
    with tea.suite.paused("members"):
        (awarded,) = await tea.till.award(bought)
        assert sum(award.amount for award in awarded.awards) == 200 + 200
        held = (await person.desk.rewards.RedeemReward(wish)).redemption
        confirm = rewards_pb2.ConfirmRedemptionRequest(
            request_id=unique("c"), redemption_id=held.id
        )
        done = (await person.desk.rewards.ConfirmRedemption(confirm)).redemption
        assert done.voucher.code
        assert await tea.till.balances(person.id) == (0, 200)

    # The same order, recorded now that members is back, earns no more points; growth has arrived.
    await tea.till.record(bought, order(person.id, line(100)))
    await person.followed(points=1, growth=201)
    await until(lambda: person.front.ask(CARD), lambda me: me["growth"] == 201)


async def test_points_killed_while_working_loses_nothing_and_does_nothing_twice(tea: Brand) -> None:
    people = [await tea.enrol() for _ in range(4)]
    orders = [order(people[n % 4].id, line(100 * (n + 1))) for n in range(ORDERS)]
    async with people[0].front.subscribe(CHANGED) as changes:
        await tea.till.record(*orders[: ORDERS // 2])
        async with tea.suite.killed("points"):
            await tea.till.record(*orders[ORDERS // 2 :])
        for n, person in enumerate(people):
            expected = sum(m + 1 for m in range(ORDERS) if m % 4 == n)
            await person.followed(expected, expected, within_s=BACK_S)
        heard = [(await changes.next())["entry"]["amount"] for _ in range(ORDERS // 4)]
    assert heard == [n + 1 for n in range(0, ORDERS, 4)]
    entries = await tea.till.entries(people[0].id)
    assert [entry.amount for entry in reversed(entries)] == heard


async def test_members_killed_while_working_keeps_every_order_once(tea: Brand) -> None:
    person = await tea.enrol()
    orders = [order(person.id, line(100)) for _ in range(MANY)]
    answered = 0

    async def tell() -> None:
        """As a till does: two at a time, and the same again until they are answered."""
        nonlocal answered
        while answered < MANY:
            try:
                results = await tea.till.record(*orders[answered : answered + 2])
            except grpc.aio.AioRpcError as error:
                if error.code() not in AWAY:
                    raise
                await asyncio.sleep(0.1)
            else:
                assert not any(result.reason for result in results)
                answered += 2

    async def told() -> int:
        return answered

    telling = asyncio.create_task(tell())
    await until(told, lambda now: now >= 10)
    async with tea.suite.killed("members"):
        assert answered < MANY, "it was killed at work"
    async with asyncio.timeout(BACK_S):
        await telling
    await person.followed(MANY, MANY, within_s=BACK_S)
    assert len(await tea.till.entries(person.id)) == MANY


MERGE = """mutation($input: MergeMembersInput!) { mergeMembers(input: $input) {
  merge { id } userErrors { code } } }"""
MERGED = "query($id: ID!) { merge(id: $id) { points { state } feedback { state } } }"
SUBMIT = """mutation($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
  feedback { id } userErrors { code } } }"""
RECORD = """query($id: ID!) { member(id: $id) { id growth facts { orders }
  points { posted } feedback(first: 5) { edges { node { id } } } } }"""


@pytest.mark.parametrize("service", ["members", "points", "feedback"])
async def test_a_merge_is_whole_and_once_whichever_service_is_killed(
    tea: Brand, service: str
) -> None:
    survivor, old = await tea.enrol(), await tea.enrol()
    late = order(old.id, line(700))
    await tea.till.record(order(survivor.id, line(1_000)), order(old.id, line(2_000)))
    await survivor.followed(10, 10)
    await old.followed(20, 20)
    said = {"requestId": unique("say"), "text": "太甜了"}
    item = (await old.front.ask(SUBMIT, input=said))["feedback"]
    wish = {"requestId": unique("merge"), "fromMemberId": old.id, "intoMemberId": survivor.id}

    async def merged() -> str:
        """As an operator does: the same again until it is answered."""
        while True:
            answer = await tea.staff.answer(MERGE, input={**wish, "reason": "one person"})
            done = (answer["data"] or {}).get("mergeMembers")
            if done and not done["userErrors"]:
                return str(done["merge"]["id"])
            await asyncio.sleep(0.1)

    merging = asyncio.create_task(merged())
    async with tea.suite.killed(service):
        pass
    async with asyncio.timeout(BACK_S):
        merge_id = await merging
    done = {"points": {"state": "MERGED"}, "feedback": {"state": "MERGED"}}
    await until(
        lambda: tea.staff.ask(MERGED, id=merge_id), lambda told: told == done, within_s=BACK_S
    )
    await tea.till.record(late)
    await survivor.followed(37, 37, within_s=BACK_S)
    for asked in (survivor.id, old.id):
        shown = await tea.staff.ask(RECORD, id=asked)
        assert shown["facts"]["orders"] == 3
        assert shown["points"] == {"posted": 37}
        assert [edge["node"]["id"] for edge in shown["feedback"]["edges"]] == [item["id"]]
    await until(lambda: tea.staff.ask(RECORD, id=old.id), lambda card: card["growth"] == 37)
    # The member goes on with the token of before.
    assert (await old.front.ask(CARD))["points"] == {"posted": 37}
