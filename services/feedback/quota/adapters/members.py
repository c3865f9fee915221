"""Asks members whose an openid is."""

from __future__ import annotations

import grpc

from services.feedback.reach.adapters import TIMEOUT_S, BrandTokens
from tessera.members.v1 import members_pb2, members_pb2_grpc


class OpenidOwners:
    """Implements `quota.commands.Owners`."""

    def __init__(self, stub: members_pb2_grpc.MembersAsyncStub, tokens: BrandTokens) -> None:
        self._stub = stub
        self._tokens = tokens

    async def member_of(self, brand: str, openid: str) -> str | None:
        kind = members_pb2.IDENTITY_KIND_WECHAT_OPENID
        request = members_pb2.FindMemberRequest(
            identity=members_pb2.Identity(kind=kind, value=openid)
        )
        try:
            answer = await self._stub.FindMember(
                request, timeout=TIMEOUT_S, metadata=self._tokens.metadata(brand)
            )
        except grpc.aio.AioRpcError as error:
            # Nobody's, or none at all: who is no member allows nothing that could be used.
            if error.code() in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT):
                return None
            raise
        return answer.member.id
