"""Asks members whose an openid is."""

from __future__ import annotations

from services.common.brand_tokens import BrandTokens
from services.feedback.reach.adapters import member_with
from tessera.members.v1 import members_pb2, members_pb2_grpc


class OpenidOwners:
    """Implements `quota.commands.Owners`."""

    def __init__(self, stub: members_pb2_grpc.MembersAsyncStub, tokens: BrandTokens) -> None:
        self._stub = stub
        self._tokens = tokens

    async def member_of(self, brand: str, openid: str) -> str | None:
        kind = members_pb2.IDENTITY_KIND_WECHAT_OPENID
        identity = members_pb2.Identity(kind=kind, value=openid)
        return await member_with(self._stub, self._tokens, brand, identity)
