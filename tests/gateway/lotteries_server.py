"""Lotteries as the gateway sees them."""

from typing import Any

from services.common.auth import Role
from services.common.errors import Refusal
from tessera.points.v1 import lotteries_pb2 as pb
from tessera.points.v1 import lotteries_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

NAME = types_pb2.LocalizedText(zh="饮品", en="A drink")
TERMS = pb.PrizeTerms(code="drink", name=NAME, kind=pb.PRIZE_KIND_VOUCHER, voucher_days=30)
DAYS = [
    pb.SeedDay(day="2026-03-05", commitment="c5"),
    pb.SeedDay(day="2026-03-04", commitment="c4"),
    pb.SeedDay(day="2026-03-03", commitment="c3", seed="ab"),
]


def lottery(caller: Any) -> pb.Lottery:
    """The lottery; operators and services see its counts."""
    made = pb.Lottery(
        code="spring",
        name=NAME,
        ticket_asset="TICKET",
        tickets_per_draw=1,
        first_day="2026-03-01",
        last_day="2026-03-31",
        open=True,
        prizes=[pb.Prize(terms=TERMS, odds_ppm=500_000, left=0)],
        commitments=DAYS[:2],
        pity=pb.Pity(after=3, prize="drink"),
    )
    if caller.role in (Role.OPERATOR, Role.SERVICE):
        made.draws, made.prizes[0].given = 9, 4
    return made


def draw(number: int, owner: str, request_id: str = "r") -> pb.Draw:
    """Odd numbers win, even ones don't."""
    made = pb.Draw(
        id=f"drw_{number}",
        lottery="spring",
        member_id=owner,
        member_hash="ef",
        number=number,
        request_id=request_id,
        day="2026-03-04",
        commitment="c4",
        odds=[pb.DrawOdds(prize="drink", odds_ppm=500_000)],
        roll=number,
        reason=pb.DRAW_REASON_NO_PRIZE,
        draw_time=at(0),
    )
    if number % 2:
        made.reason, made.drawn, made.voucher_code = pb.DRAW_REASON_DRAWN, "drink", "2A3B4C5D6E"
        made.voucher_expire_on = "2026-04-03"
        made.prize.CopyFrom(TERMS)
    return made


class Lotteries(lotteries_pb2_grpc.LotteriesServicer):
    """One lottery, and three draws of each member."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.made: dict[tuple[str, str], pb.Draw] = {}

    async def GetLottery(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GetLottery", request, context)
        if request.code != "spring":
            await refuse(context, Refusal("LOTTERY_NOT_FOUND", field="code"))
        response = pb.GetLotteryResponse(lottery=lottery(caller))
        if request.member_id:
            response.standing.CopyFrom(pb.LotteryStanding(tickets=2, draws_left=2, losses=1))
        return response

    async def ListLotteries(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ListLotteries", request, context)
        return pb.ListLotteriesResponse(lotteries=[lottery(caller)])

    async def DrawLottery(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("DrawLottery", request, context)
        if request.lottery != "spring":
            await refuse(context, Refusal("LOTTERY_NOT_FOUND", field="lottery"))
        key = (caller.brand, request.request_id)
        replayed = key in self.made
        self.made.setdefault(key, draw(1, request.member_id, request.request_id))
        return pb.DrawLotteryResponse(draw=self.made[key], replayed=replayed)

    async def ListDraws(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListDraws", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        found = [draw(number, request.member_id) for number in (3, 2, 1)]
        more = start + size < len(found)
        return pb.ListDrawsResponse(
            draws=found[start : start + size], next_page_token=str(start + size) if more else ""
        )

    async def ListSeeds(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListSeeds", request, context)
        return pb.ListSeedsResponse(days=DAYS)
