"""Phones as the gateway sees them: the code of every number is 123456."""

from typing import Any

from services.common.auth import Caller
from services.common.errors import Refusal
from tessera.members.v1 import members_pb2, phones_pb2, phones_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, member, refuse

CODE = "123456"


class Phones(phones_pb2_grpc.PhonesServicer):
    """Knows the proofs by which numbers were bound."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.bound: set[str] = set()

    async def SendPhoneCode(self, request: Any, context: Any) -> Any:
        await self.backend.enter("SendPhoneCode", request, context)
        return phones_pb2.SendPhoneCodeResponse(expire_time=at(300), again_seconds=60)

    async def BindPhone(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("BindPhone", request, context)
        if request.proof in self.bound:
            return phones_pb2.BindPhoneResponse(member=_own(caller, request), replayed=True)
        if not request.phone:
            await refuse(context, Refusal("PHONE_CODE_EXPIRED", field="code"))
        if not request.proof and request.code != CODE:
            left = {"attempts_left": "4"}
            await refuse(context, Refusal("PHONE_CODE_WRONG", field="code", metadata=left))
        self.bound.add(request.proof)
        return phones_pb2.BindPhoneResponse(member=_own(caller, request))

    async def EnrolByPhone(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("EnrolByPhone", request, context)
        if request.code != CODE:
            await refuse(context, Refusal("PHONE_CODE_WRONG", field="code"))
        return phones_pb2.EnrolByPhoneResponse(member=member(1, caller.brand), created=False)

    async def TakePhoneCode(self, request: Any, context: Any) -> Any:
        raise AssertionError("the gateway takes no code")


def _own(caller: Caller, request: phones_pb2.BindPhoneRequest) -> members_pb2.Member:
    found = member(1, caller.brand)
    found.id = request.member_id
    return found
