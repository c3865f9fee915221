"""Asks members who is in a segment."""

from __future__ import annotations

from datetime import timedelta

import grpc

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.common.errors import Refusal, reason_of
from services.feedback.broadcasts.domain.broadcast import Page
from tessera.members.v1 import segments_pb2, segments_pb2_grpc

TIMEOUT_S = 10.0
TOKEN_LIFE = timedelta(minutes=5)
SLICE = 100
"""Members of a page, and of the transaction that wishes for their messages."""


class MembersSegments:
    """Implements `broadcasts.commands.desk.Segments`: each call has a token of its brand."""

    def __init__(self, members: grpc.aio.Channel, issuer: TokenIssuer, subject: str) -> None:
        self._stub: segments_pb2_grpc.SegmentsAsyncStub = segments_pb2_grpc.SegmentsStub(members)
        self._tokens = BrandTokens(issuer, subject, TOKEN_LIFE)

    async def page(self, brand: str, segment: str, place: str) -> Page:
        request = segments_pb2.ListSegmentMembersRequest(
            code=segment, page_size=SLICE, page_token=place
        )
        try:
            answer = await self._stub.ListSegmentMembers(
                request, timeout=TIMEOUT_S, metadata=self._tokens.metadata(brand)
            )
        except grpc.aio.AioRpcError as error:
            reason = reason_of(error)
            # Members refuse a code that no segment can have as malformed.
            if reason is not None and reason.reason in ("SEGMENT_NOT_FOUND", "INVALID_ARGUMENT"):
                raise Refusal("SEGMENT_NOT_FOUND", segment, field="segment") from error
            raise
        return Page([each.member_id for each in answer.members], answer.next_page_token)

    async def size(self, brand: str, segment: str) -> int:
        answer = await self._stub.ListSegments(
            segments_pb2.ListSegmentsRequest(),
            timeout=TIMEOUT_S,
            metadata=self._tokens.metadata(brand),
        )
        sizes = {each.segment.code: each.members for each in answer.segments}
        return sizes.get(segment, 0)
