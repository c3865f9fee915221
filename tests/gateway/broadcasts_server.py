"""Broadcasts as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import broadcasts_pb2 as pb
from tessera.feedback.v1 import broadcasts_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

FULL = types_pb2.LocalizedText(zh="已达上限", en="The cap is full")


def broadcast(number: int = 1, state: Any = pb.BROADCAST_STATE_DRAFT) -> pb.Broadcast:
    return pb.Broadcast(
        id=f"brc_{number}",
        name="New tea",
        segment="vips",
        message="we_miss_you",
        spread_minutes=60,
        state=state,
        drafted_by="ann",
        draft_time=at(number * 60),
        approvals=[pb.BroadcastApproval(operator="eve", time=at(90))],
        approvals_needed=2,
        approved_content="c0ffee",
        members_max=120,
        change_time=at(95),
        change=pb.BROADCAST_CHANGE_SIZE,
    )


def figures() -> pb.BroadcastFigures:
    made = pb.BroadcastFigures(sent=7, held=2, control=1, opened=3)
    made.refused.add(check="cap", text=FULL, count=4)
    return made


class Broadcasts(broadcasts_pb2_grpc.BroadcastsServicer):
    """Three broadcasts; brc_1 is a draft."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.written: set[str] = set()

    async def ListBroadcasts(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListBroadcasts", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        found = [broadcast(number) for number in (3, 2, 1)]
        return pb.ListBroadcastsResponse(
            broadcasts=found[start : start + size],
            next_page_token=str(start + size) if start + size < len(found) else "",
        )

    async def GetBroadcast(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetBroadcast", request, context)
        if request.broadcast_id != "brc_1":
            return await self._missing(context)
        answer = pb.GetBroadcastResponse(broadcast=broadcast(), figures=figures(), content="c0ffee")
        answer.variants.add(message="we_miss_you", figures=figures())
        answer.variants.add(message="come_back")
        return answer

    async def PreviewBroadcast(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PreviewBroadcast", request, context)
        if request.broadcast_id != "brc_1":
            return await self._missing(context)
        return pb.PreviewBroadcastResponse(members=5000, decided=14, figures=figures())

    async def DraftBroadcast(self, request: Any, context: Any) -> Any:
        replayed = await self._enter("DraftBroadcast", request, context)
        if request.message != "we_miss_you":
            return await refuse(context, Refusal("MESSAGE_NOT_FOUND", field="message"))
        made = broadcast()
        if request.HasField("comparison"):
            made.comparison.CopyFrom(request.comparison)
        return pb.DraftBroadcastResponse(broadcast=made, replayed=replayed)

    async def TestBroadcast(self, request: Any, context: Any) -> Any:
        replayed = await self._enter("TestBroadcast", request, context)
        if request.broadcast_id != "brc_1":
            return await self._missing(context)
        return pb.TestBroadcastResponse(touch_id="tch_1", replayed=replayed)

    async def ApproveBroadcast(self, request: Any, context: Any) -> Any:
        replayed = await self._enter("ApproveBroadcast", request, context)
        if request.broadcast_id != "brc_1":
            return await self._missing(context)
        made = broadcast(state=pb.BROADCAST_STATE_SENDING)
        made.approved_by = "ben"
        made.approve_time.CopyFrom(at(300))
        return pb.ApproveBroadcastResponse(broadcast=made, replayed=replayed)

    async def SendBroadcastWinner(self, request: Any, context: Any) -> Any:
        replayed = await self._enter("SendBroadcastWinner", request, context)
        if request.broadcast_id != "brc_1":
            return await self._missing(context)
        made = broadcast(state=pb.BROADCAST_STATE_SENDING)
        made.winner.message, made.winner.chosen_by = request.message, "ben"
        made.winner.choice_time.CopyFrom(at(400))
        return pb.SendBroadcastWinnerResponse(broadcast=made, replayed=replayed)

    async def StopBroadcast(self, request: Any, context: Any) -> Any:
        replayed = await self._enter("StopBroadcast", request, context)
        if request.broadcast_id != "brc_1":
            return await self._missing(context)
        made = broadcast(state=pb.BROADCAST_STATE_STOPPED)
        made.end_time.CopyFrom(at(300))
        return pb.StopBroadcastResponse(broadcast=made, replayed=replayed)

    async def _enter(self, name: str, request: Any, context: Any) -> bool:
        await self.backend.enter(name, request, context)
        replayed = request.request_id in self.written
        self.written.add(request.request_id)
        return replayed

    async def _missing(self, context: Any) -> Any:
        return await refuse(context, Refusal("BROADCAST_NOT_FOUND", field="broadcast_id"))
