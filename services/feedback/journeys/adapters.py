"""Asks points to give, and members to tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import grpc

from services.common.brand_tokens import BrandTokens
from services.common.errors import reason_of
from services.common.setting_aside import passes_by_itself
from services.feedback.journeys.domain.deed import Deed, Gift, Tagging
from tessera.members.v1 import tags_pb2, tags_pb2_grpc
from tessera.points.v1 import grants_pb2, grants_pb2_grpc

TIMEOUT_S = 10.0
DONE_BEFORE = "REQUEST_ID_REUSED"
"""Nobody else uses the id of a deed: it was done, for the member's old id before a merge."""


class DeedDoors:
    """Implements `journeys.commands.doing.Doors`: each call has a token of its brand."""

    def __init__(
        self, points: grpc.aio.Channel, members: grpc.aio.Channel, tokens: BrandTokens
    ) -> None:
        self._grants: grants_pb2_grpc.GrantsAsyncStub = grants_pb2_grpc.GrantsStub(points)
        self._tags: tags_pb2_grpc.TagsAsyncStub = tags_pb2_grpc.TagsStub(members)
        self._tokens = tokens

    async def do(self, brand: str, deeds: Sequence[Deed]) -> Mapping[str, str]:
        gifts = [each for each in deeds if isinstance(each.does, Gift)]
        refused = await self._give(brand, gifts) if gifts else {}
        for each in deeds:
            if isinstance(each.does, Tagging):
                refused[each.id] = await self._tag(brand, each, each.does)
        return refused

    async def _give(self, brand: str, deeds: Sequence[Deed]) -> dict[str, str]:
        request = grants_pb2.GrantRequest(grants=map(_grant, deeds))
        metadata = self._tokens.metadata(brand)
        answer = await self._grants.Grant(request, timeout=TIMEOUT_S, metadata=metadata)
        return {each.request_id: _counting(each.reason) for each in answer.results}

    async def _tag(self, brand: str, deed: Deed, tagging: Tagging) -> str:
        request = tags_pb2.ChangeTagsRequest(
            request_id=deed.id,
            member_id=deed.member_id,
            set=[tags_pb2.TagToSet(code=code) for code in tagging.add],
            remove=tagging.remove,
            reason=f"{deed.journey}/{deed.step}",
        )
        metadata = self._tokens.metadata(brand)
        try:
            await self._tags.ChangeTags(request, timeout=TIMEOUT_S, metadata=metadata)
        except grpc.aio.AioRpcError as error:
            refused = reason_of(error)
            if refused is None or passes_by_itself(error):
                raise
            return _counting(refused.reason)
        return ""


def _grant(deed: Deed) -> grants_pb2.GrantItem:
    gift = deed.does
    assert isinstance(gift, Gift)
    item = grants_pb2.GrantItem(
        request_id=deed.id, member_id=deed.member_id, campaign=deed.journey, reason=deed.step
    )
    if gift.coupon:
        item.coupon_type = gift.coupon
    else:
        item.amount.asset, item.amount.amount = gift.asset, gift.amount
    if gift.budget is not None:
        item.budget.code, item.budget.limit = f"{deed.journey}.{deed.step}", gift.budget
    return item


def _counting(reason: str) -> str:
    return "" if reason == DONE_BEFORE else reason
