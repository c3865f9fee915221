"""Advisers as the gateway sees them: each member is looked after by Ann."""

from typing import Any

from services.common.auth import Role
from services.common.errors import Refusal
from tessera.members.v1 import advisers_pb2 as pb
from tessera.members.v1 import advisers_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

NAME = types_pb2.LocalizedText(zh="安安", en="Ann")


def adviser(role: Role) -> pb.MemberAdviser:
    """The adviser as a caller of that role sees them."""
    if role is Role.MEMBER:
        return pb.MemberAdviser(name=NAME, since_time=at(0))
    past = pb.PastAdviser(person="bob", since_time=at(-60), until_time=at(0), reason="the first")
    return pb.MemberAdviser(
        person="ann", name=NAME, since_time=at(0), reason="a VIP", set_by="lead", past=[past]
    )


class Advisers(advisers_pb2_grpc.AdvisersServicer):
    """The programme names Ann alone."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def SetAdviser(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("SetAdviser", request, context)
        if request.person not in ("", "ann"):
            await refuse(context, Refusal("ADVISER_NOT_FOUND", field="person"))
        return pb.SetAdviserResponse(adviser=adviser(caller.role))

    async def ListAdvisers(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListAdvisers", request, context)
        return pb.ListAdvisersResponse(advisers=[pb.Adviser(person="ann", name=NAME, members=3)])
