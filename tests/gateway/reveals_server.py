"""Reveals in bulk, as the members service answers them."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import reveals_pb2 as pb
from tessera.members.v1 import reveals_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, refuse


def reveal(state: "pb.RevealState.ValueType", segment: str = "") -> pb.Reveal:
    return pb.Reveal(
        id="papr_1",
        state=state,
        member_count=2,
        segment=segment,
        reason="a recall",
        ask_time=at(0),
        expire_time=at(60),
    )


class Reveals(reveals_pb2_grpc.RevealsServicer):
    """One list is ready; what is asked for waits."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def RequestReveal(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RequestReveal", request, context)
        waits = reveal(pb.REVEAL_STATE_WAITING, request.segment)
        return pb.RequestRevealResponse(reveal=waits)

    async def ListReveals(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListReveals", request, context)
        ready = reveal(pb.REVEAL_STATE_READY)
        ready.readable_until_time.CopyFrom(at(15))
        return pb.ListRevealsResponse(reveals=[ready])

    async def ReadReveal(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ReadReveal", request, context)
        if request.reveal_id != "papr_1":
            await refuse(context, Refusal("REVEAL_NOT_FOUND", field="reveal_id"))
        first = f"mem_{caller.brand}0001"
        phones = [
            pb.RevealedPhone(member_id=first, phone="+8613800000000"),
            pb.RevealedPhone(member_id=f"mem_{caller.brand}0002"),
        ]
        return pb.ReadRevealResponse(phones=phones, gone_ids=["mem_gone"])
