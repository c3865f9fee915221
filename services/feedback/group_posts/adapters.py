"""Asks members who is in a group."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import grpc

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.common.errors import Refusal, reason_of
from tessera.members.v1 import groups_pb2, groups_pb2_grpc

TIMEOUT_S = 10.0
TOKEN_LIFE = timedelta(minutes=5)
PAGE = 100
PAGES_MAX = 10
"""Many times the members that a group may have."""


class MembersGroups:
    """Implements `group_posts.commands.desk.Groups`: each call has a token of its brand."""

    def __init__(self, members: grpc.aio.Channel, issuer: TokenIssuer, subject: str) -> None:
        self._stub: groups_pb2_grpc.GroupsAsyncStub = groups_pb2_grpc.GroupsStub(members)
        self._tokens = BrandTokens(issuer, subject, TOKEN_LIFE)

    async def members(self, brand: str, group_id: str) -> list[str]:
        found: list[str] = []
        token = ""
        for _ in range(PAGES_MAX):
            answer = await self._page(brand, group_id, token)
            found += [each.member_id for each in answer.members]
            token = answer.next_page_token
            if not token:
                break
        return found

    async def store(self, brand: str, group_id: str) -> str:
        request = groups_pb2.GetGroupRequest(group_id=group_id)
        with _no_group(group_id):
            answer = await self._stub.GetGroup(
                request, timeout=TIMEOUT_S, metadata=self._tokens.metadata(brand)
            )
        return answer.group.store_id

    async def _page(
        self, brand: str, group_id: str, token: str
    ) -> groups_pb2.ListGroupMembersResponse:
        request = groups_pb2.ListGroupMembersRequest(
            group_id=group_id, page_size=PAGE, page_token=token
        )
        with _no_group(group_id):
            return await self._stub.ListGroupMembers(
                request, timeout=TIMEOUT_S, metadata=self._tokens.metadata(brand)
            )


@contextmanager
def _no_group(group_id: str) -> Iterator[None]:
    """The refusal of members as one of ours."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        reason = reason_of(error)
        if reason is not None and reason.reason == "GROUP_NOT_FOUND":
            raise Refusal("GROUP_NOT_FOUND", group_id, field="group_id") from error
        raise
