"""Leaderboards as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import leaderboards_pb2 as pb
from tessera.points.v1 import leaderboards_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, member_id, refuse

NAME = types_pb2.LocalizedText(zh="赛季榜", en="Season")
PERIOD = pb.LeaderboardPeriod(
    code="spring", first_day="2026-03-01", last_day="2026-05-31", name=NAME
)
BOARD = pb.Leaderboard(
    code="spring",
    name=NAME,
    asset="POINTS",
    rules=["order_points"],
    per=pb.LEADERBOARD_PER_SEASON,
    top=50,
    current=PERIOD,
)


def place(rank: int, member: str) -> pb.LeaderboardEntry:
    return pb.LeaderboardEntry(rank=rank, member_id=member, points=100 - rank)


class Leaderboards(leaderboards_pb2_grpc.LeaderboardsServicer):
    """One leaderboard: member 5, then who asks or member 1, then one without a card."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetLeaderboard(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GetLeaderboard", request, context)
        if request.code != "spring":
            await refuse(context, Refusal("LEADERBOARD_NOT_FOUND", field="code"))
        mine = request.member_id or member_id(1, caller.brand)
        entries = [
            place(rank, member)
            for rank, member in enumerate((member_id(5, caller.brand), mine, "mem_gone9999"), 1)
        ]
        return pb.GetLeaderboardResponse(
            leaderboard=BOARD,
            period=PERIOD,
            entries=entries[: request.top],
            members=3,
            me=entries[1] if request.member_id else None,
            around=entries[1 : 1 + request.around] if request.member_id else (),
            as_of_time=at(0),
            complete=True,
        )

    async def ListLeaderboards(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListLeaderboards", request, context)
        return pb.ListLeaderboardsResponse(leaderboards=[BOARD])
