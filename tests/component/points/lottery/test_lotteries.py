"""Lotteries over the wire: tickets from check-ins, draws, seeds told after their day."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tessera.points.v1 import check_ins_pb2, ledger_pb2
from tessera.points.v1 import lotteries_pb2 as pb
from tests.component.points.conftest import As, Points, sent
from tests.component.points.ledger.ledger_calls import refusal

CODE = "check_in"
TODAY, TOMORROW = "2026-03-04", "2026-03-05"


async def draw(caller: As, request_id: str = "d1", member_id: str = "mem_ada") -> pb.Draw:
    asked = pb.DrawLotteryRequest(request_id=request_id, lottery=CODE, member_id=member_id)
    return (await caller.lotteries.DrawLottery(asked)).draw


async def lottery(caller: As, member_id: str = "") -> pb.GetLotteryResponse:
    return await caller.lotteries.GetLottery(pb.GetLotteryRequest(code=CODE, member_id=member_id))


async def seeds(caller: As) -> dict[str, pb.SeedDay]:
    answer = await caller.lotteries.ListSeeds(pb.ListSeedsRequest(lottery=CODE))
    return {day.day: day for day in answer.days}


async def tickets(points: Points, amount: int, member_id: str = "mem_ada") -> None:
    await points.till().give(member_id, amount, asset="LOTTERY_TICKET")


async def test_a_check_in_brings_a_ticket_and_the_ticket_a_draw(points: Points) -> None:
    checked_in = sent("CHECK_IN", event_id="c1")
    checked_in.channel = "mini_program"
    await points.service().check_ins.CheckIn(check_ins_pb2.CheckInRequest(activity=checked_in))
    ada = points.member("mem_ada")
    before = (await lottery(ada, "mem_ada")).standing
    assert (before.tickets, before.draws_left, before.draws_today) == (1, 1, 0)
    made = await draw(ada)
    assert (made.lottery, made.number, made.day, made.seed) == (CODE, 1, TODAY, "")
    assert [odds.odds_ppm for odds in made.odds] == [500, 10_000, 50_000, 300_000]
    after = (await lottery(ada, "mem_ada")).standing
    assert (after.tickets, after.draws_left, after.draws_today) == (0, 0, 1)
    refused = await refusal(draw(ada, "d2"))
    assert (refused.reason, dict(refused.metadata)) == (
        "NO_LOTTERY_TICKET",
        {"asset": "LOTTERY_TICKET", "available": "0", "needed": "1"},
    )
    assert await draw(ada) == made
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_draws_are_listed_in_pages_with_their_seeds_once_the_day_is_over(
    points: Points,
) -> None:
    await tickets(points, 3)
    ada = points.member("mem_ada")
    made = [await draw(ada, f"d{n}") for n in range(3)]
    refused = await refusal(draw(ada, "d9"))
    assert (refused.reason, refused.field) == ("LOTTERY_DAY_LIMIT", "lottery")
    asked = pb.ListDrawsRequest(member_id="mem_ada", lottery=CODE, page_size=2)
    page = await ada.lotteries.ListDraws(asked)
    assert list(page.draws) == made[:0:-1]
    asked.page_token = page.next_page_token
    assert list((await ada.lotteries.ListDraws(asked)).draws) == made[:1]
    committed = (await seeds(ada))[TODAY]
    assert (committed.commitment, committed.seed) == (made[0].commitment, "")
    points.clock.advance(timedelta(days=1))
    told = (await seeds(ada))[TODAY]
    assert (told.commitment, len(told.seed)) == (committed.commitment, 64)
    page = await ada.lotteries.ListDraws(pb.ListDrawsRequest(member_id="mem_ada"))
    assert {one.seed for one in page.draws} == {told.seed}


@pytest.mark.usefixtures("crowd")
async def test_operators_see_how_many_were_drawn_given_and_are_left(points: Points) -> None:
    ann = points.operator()
    first = (await lottery(ann)).lottery
    assert [prize.left for prize in first.prizes if prize.HasField("left")] == [50, 500]
    assert (first.draws, first.prizes[0].given, first.open) == (0, 0, True)
    await asyncio.gather(*(tickets(points, 1, f"mem_{n}") for n in range(20)))
    made = await asyncio.gather(*(draw(ann, f"d{n}", f"mem_{n}") for n in range(20)))
    after = (await lottery(ann)).lottery
    given = {prize.terms.code: prize.given for prize in after.prizes}
    assert after.draws == 20
    assert given == {
        code: sum(one.prize.code == code for one in made if one.HasField("prize")) for code in given
    }
    [listed] = (await ann.lotteries.ListLotteries(pb.ListLotteriesRequest())).lotteries
    assert listed == after
    [of_member] = (
        await points.member("mem_1").lotteries.ListLotteries(pb.ListLotteriesRequest())
    ).lotteries
    assert not of_member.HasField("draws")
    assert not any(prize.HasField("given") for prize in of_member.prizes)


async def test_what_is_wrong_is_named(points: Points) -> None:
    ann = points.operator()
    for code, member, reason, field in (
        ("none", "mem_ada", "LOTTERY_NOT_FOUND", "lottery"),
        ("", "mem_ada", "INVALID_ARGUMENT", "lottery"),
        ("x" * 13, "mem_ada", "INVALID_ARGUMENT", "lottery"),
        (CODE, "house:issued", "INVALID_ARGUMENT", "member_id"),
        (CODE, "", "INVALID_ARGUMENT", "member_id"),
    ):
        request = pb.DrawLotteryRequest(request_id="r", lottery=code, member_id=member)
        found = await refusal(ann.lotteries.DrawLottery(request))
        assert (found.reason, found.field) == (reason, field)
    found = await refusal(ann.lotteries.GetLottery(pb.GetLotteryRequest(code="none")))
    assert (found.reason, found.field) == ("LOTTERY_NOT_FOUND", "code")
    found = await refusal(draw(points.member("mem_bob")))
    assert found.reason == "PERMISSION_DENIED"
    found = await refusal(lottery(points.member("mem_bob"), "mem_ada"))
    assert found.reason == "PERMISSION_DENIED"
