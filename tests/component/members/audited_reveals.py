"""What writes in the room of reveals, for the walk over all that is audited."""

import grpc

from services.common.auth import Caller, Role
from tessera.approvals.v1 import approvals_pb2, approvals_pb2_grpc
from tessera.members.v1 import reveals_pb2 as pb
from tessera.members.v1 import reveals_pb2_grpc
from tests.component.audited import Act
from tests.component.members.conftest import Members
from tests.scopes import EVERY_SCOPE

BOB = Caller("tea", "bob", Role.OPERATOR, scopes=EVERY_SCOPE)


def reveals(members: Members, channel: grpc.aio.Channel, member_id: str) -> dict[str, Act]:
    """The phone of a member is asked for, and read after a second operator agreed."""
    stub: reveals_pb2_grpc.RevealsAsyncStub = reveals_pb2_grpc.RevealsStub(channel)
    wish = pb.RequestRevealRequest(request_id="rv1", member_ids=[member_id], reason="a recall")

    async def read() -> object:
        [waiting] = (await stub.ListReveals(pb.ListRevealsRequest())).reveals
        desk = approvals_pb2_grpc.ApprovalsStub(members.channel(BOB))
        verdict = approvals_pb2.ApproveRequest(request_id="rv2", approval_id=waiting.id)
        await desk.Approve(verdict)
        return await stub.ReadReveal(pb.ReadRevealRequest(reveal_id=waiting.id))

    return {
        "members.Reveals.RequestReveal": lambda: stub.RequestReveal(wish),
        "members.Reveals.ReadReveal": read,
    }
