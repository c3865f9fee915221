"""Erasures as the gateway sees them."""

from typing import Any

from services.common.auth import Caller, Role
from services.common.errors import Refusal
from tessera.members.v1 import privacy_pb2, privacy_pb2_grpc
from tessera.types.v1 import exports_pb2
from tests.gateway.fake_backend import DAY_S, FakeBackend, at, refuse
from tests.gateway.operators_server import approval


def erasure(of: str, state: int = privacy_pb2.ERASURE_STATE_WAITING) -> privacy_pb2.Erasure:
    """Asked for by member `of`, and due after a week."""
    ended = state != privacy_pb2.ERASURE_STATE_WAITING
    return privacy_pb2.Erasure(
        member_id=of,
        state=state,  # type: ignore[arg-type]
        by_member=True,
        ask_time=at(0),
        due_time=at(7 * DAY_S),
        end_time=at(DAY_S) if ended else None,
    )


def copied(answer: Any, request: Any, *parts: str) -> Any:
    """A page with a record of the first part, and on the second page one of each part."""
    second = request.page_token == "more"
    named = parts if second else parts[:1]
    records = [
        exports_pb2.ExportedRecord(part=part, json=f'{{"of": "{request.member_id}"}}')
        for part in named
    ]
    return answer(records=records, next_page_token="" if second else "more")


class OtherPrivacy:
    """Privacy of points and of feedback: each answers in its own messages."""

    def __init__(self, backend: FakeBackend, answer: Any, *parts: str) -> None:
        self.backend, self.answer, self.parts = backend, answer, parts

    async def ExportMember(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ExportMember", request, context)
        return copied(self.answer, request, *self.parts)


class Privacy(privacy_pb2_grpc.PrivacyServicer):
    """Members with odd numbers asked for their erasure."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetErasure(self, request: Any, context: Any) -> Any:
        await self._enter("GetErasure", request, context)
        odd = int(request.member_id[-4:]) % 2
        return privacy_pb2.GetErasureResponse(erasure=erasure(request.member_id) if odd else None)

    async def ListDisclosures(self, request: Any, context: Any) -> Any:
        await self._enter("ListDisclosures", request, context)
        return privacy_pb2.ListDisclosuresResponse(
            disclosures=[
                privacy_pb2.Disclosure(
                    kind=privacy_pb2.DISCLOSURE_KIND_PHONE_LIST,
                    role="operator",
                    reason="a recall",
                    time=at(0),
                )
            ]
        )

    async def GetRetention(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetRetention", request, context)
        told = [(privacy_pb2.DATA_KIND_LOGINS, 180), (privacy_pb2.DATA_KIND_INBOX, 0)]
        times = [privacy_pb2.RetentionTime(kind=kind, days=days) for kind, days in told]
        return privacy_pb2.GetRetentionResponse(times=times)

    async def RequestErasure(self, request: Any, context: Any) -> Any:
        caller = await self._enter("RequestErasure", request, context)
        if caller.role is Role.OPERATOR:
            return privacy_pb2.RequestErasureResponse(approval=approval())
        if int(request.member_id[-4:]) % 2:
            await refuse(context, Refusal("ERASURE_WAITING", metadata={"due_time": "2026-03-09"}))
        return privacy_pb2.RequestErasureResponse(erasure=erasure(request.member_id))

    async def CancelErasure(self, request: Any, context: Any) -> Any:
        await self._enter("CancelErasure", request, context)
        if not int(request.member_id[-4:]) % 2:
            await refuse(context, Refusal("ERASURE_NOT_WAITING"))
        cancelled = erasure(request.member_id, privacy_pb2.ERASURE_STATE_CANCELLED)
        return privacy_pb2.CancelErasureResponse(erasure=cancelled)

    async def ExportMember(self, request: Any, context: Any) -> Any:
        await self._enter("ExportMember", request, context)
        return copied(privacy_pb2.ExportMemberResponse, request, "profile", "activities")

    async def _enter(self, name: str, request: Any, context: Any) -> Caller:
        caller = await self.backend.enter(name, request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND", field="member_id"))
        return caller
