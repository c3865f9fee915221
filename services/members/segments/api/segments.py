"""The Segments service: protos to commands and back."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.common import pagination
from services.common.auth import Role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.activities.commands.recording import FactsReader
from services.members.context import MembersContext
from services.members.segments.api import messages
from services.members.segments.api.cluster_messages import from_clusters
from services.members.segments.api.follow_members import TYPES
from services.members.segments.api.ltv_messages import from_ltv
from services.members.segments.api.rfm_messages import from_runs
from services.members.segments.commands.definitions import definitions
from services.members.segments.commands.ltv import Buyers, LtvSegments, segment_ltv
from services.members.segments.commands.previewing import (
    SAMPLE_MAX,
    PreviewedSegments,
    PreviewStore,
    explain,
    preview,
)
from services.members.segments.commands.rfm_runs import ask_for_run
from services.members.segments.commands.saving import (
    SavingUnit,
    SegmentChange,
    delete_segment,
    save_segment,
)
from services.members.segments.commands.sweeping import SweptSegments, begun
from services.members.segments.domain.rfm import rfm_section
from services.members.segments.domain.rfm_run import RUNS_KEPT, RfmRun
from services.members.segments.domain.section import Segment, SegmentNotFound
from services.members.transactions import Transactions
from tessera.members.v1 import segments_pb2 as pb
from tessera.members.v1 import segments_pb2_grpc

SAMPLE_DEFAULT = 5
STAFF = (Role.OPERATOR, Role.SERVICE)


class ListedSegments(PreviewedSegments, SweptSegments, LtvSegments, Protocol):
    """Reads who is in which segment."""

    async def listed(
        self, brand: str, code: str, after: str, size: int
    ) -> Sequence[tuple[str, datetime]]:
        """Members in a segment with the time since when, by id, from behind the id `after`."""

    async def runs(self, brand: str, *, ended: bool, limit: int) -> Sequence[RfmRun]:
        """The last runs of RFM that have ended, or those that have not, the newest first."""

    def all_listed(self, brand: str, code: str) -> AsyncIterator[Sequence[tuple[str, datetime]]]:
        """All members in a segment, in slices, by id."""

    async def waits_since(
        self, brand: str, now: datetime, types: Collection[str]
    ) -> datetime | None:
        """Since when the oldest change waits for its judgement; None when nothing waits."""


class KnownActivities(FactsReader, Buyers, Protocol):
    """What members did, and what they bought."""


class Store(PreviewStore, Transactions[SavingUnit], Protocol):
    """The storage of this service."""

    @property
    def segments(self) -> ListedSegments: ...
    @property
    def activities(self) -> KnownActivities: ...


class SegmentsServicer(segments_pb2_grpc.SegmentsServicer):
    """Operators and services see, save and preview segments within their brand."""

    def __init__(self, ctx: MembersContext[Store], page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def ListSegments(
        self, request: pb.ListSegmentsRequest, context: ServicerContext
    ) -> pb.ListSegmentsResponse:
        """All segments with the number of their members."""
        brand = require_caller(*STAFF).brand
        freshness = await self._freshness(brand)
        segments = await self._segments(brand)
        counts = await self._ctx.store.segments.counts(brand, segments)
        return pb.ListSegmentsResponse(
            segments=[
                pb.CountedSegment(segment=messages.from_segment(each), members=counts[code])
                for code, each in segments.items()
            ],
            freshness=freshness,
        )

    async def PreviewSegment(
        self, request: pb.PreviewSegmentRequest, context: ServicerContext
    ) -> pb.PreviewSegmentResponse:
        """The size that a segment would have, and some of its members."""
        brand = require_caller(*STAFF).brand
        if not 0 <= request.sample_size <= SAMPLE_MAX:
            raise invalid("sample_size", f"0 to {SAMPLE_MAX}")
        when = messages.to_when(request.when)
        size = request.sample_size or SAMPLE_DEFAULT
        parts = messages.to_parts(request.parts)
        return messages.from_preview(await preview(self._ctx, brand, when, size, parts))

    async def SaveSegment(
        self, request: pb.SaveSegmentRequest, context: ServicerContext
    ) -> pb.SaveSegmentResponse:
        """The segment, new or changed."""
        brand = require_caller(Role.OPERATOR).brand
        change = SegmentChange(
            request_id=check_request_id(request.request_id),
            segment=messages.to_segment(request.segment),
            etag=request.etag[:20],
        )
        replayed = await save_segment(self._ctx, brand, change)
        await self._begin(brand)
        response = pb.SaveSegmentResponse(replayed=replayed)
        saved = {each.code: each for each in await self._ctx.store.segments.saved(brand)}
        if change.segment.code in saved:
            response.segment.CopyFrom(messages.from_segment(saved[change.segment.code]))
        return response

    async def DeleteSegment(
        self, request: pb.DeleteSegmentRequest, context: ServicerContext
    ) -> pb.DeleteSegmentResponse:
        """Nothing more, once it is deleted."""
        brand = require_caller(Role.OPERATOR).brand
        request_id, code = check_request_id(request.request_id), messages.to_code(request.code)
        replayed = await delete_segment(self._ctx, brand, request_id, code)
        await self._begin(brand)
        return pb.DeleteSegmentResponse(replayed=replayed)

    async def ListSegmentMembers(
        self, request: pb.ListSegmentMembersRequest, context: ServicerContext
    ) -> pb.ListSegmentMembersResponse:
        """A page of the members in a segment."""
        brand = require_caller(*STAFF).brand
        code, size = messages.to_code(request.code), pagination.page_size(request.page_size)
        scope = {"list": "segment", "brand": brand, "code": code}
        after = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            after = str(token["after"])
        await self._known(brand, code)
        freshness = await self._freshness(brand)
        found = await self._ctx.store.segments.listed(brand, code, after, size + 1)
        response = pb.ListSegmentMembersResponse(
            members=messages.from_listed(found[:size]), freshness=freshness
        )
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, after=found[size - 1][0], **scope
            )
        return response

    async def ExportSegmentMembers(
        self, request: pb.ExportSegmentMembersRequest, context: ServicerContext
    ) -> AsyncGenerator[pb.ExportSegmentMembersResponse, None]:
        """All members in a segment, in slices."""
        brand = require_caller(*STAFF).brand
        code = messages.to_code(request.code)
        await self._known(brand, code)
        yield pb.ExportSegmentMembersResponse(freshness=await self._freshness(brand))
        async for found in self._ctx.store.segments.all_listed(brand, code):
            yield pb.ExportSegmentMembersResponse(members=messages.from_listed(found))

    async def ExplainSegments(
        self, request: pb.ExplainSegmentsRequest, context: ServicerContext
    ) -> pb.ExplainSegmentsResponse:
        """The segments that a member is in now, and why."""
        brand = require_caller(*STAFF).brand
        found = await explain(self._ctx, brand, request.member_id)
        return pb.ExplainSegmentsResponse(segments=map(messages.from_explained, found))

    async def GetSegmentLtv(
        self, request: pb.GetSegmentLtvRequest, context: ServicerContext
    ) -> pb.GetSegmentLtvResponse:
        """What a member of the segment is worth over 365 days, with the inputs."""
        brand = require_caller(*STAFF).brand
        code = messages.to_code(request.code)
        await self._known(brand, code)
        freshness = await self._freshness(brand)
        rules = await self._ctx.rulebook.of(brand)
        found = await segment_ltv(self._ctx, rules, brand, code)
        return from_ltv(found, rules.currency, freshness)

    async def GetRfm(
        self, request: pb.GetRfmRequest, context: ServicerContext
    ) -> pb.GetRfmResponse:
        """The last runs of RFM, the latest with its table."""
        brand = require_caller(*STAFF).brand
        rules = await self._ctx.rulebook.of(brand)
        section = rfm_section(rules)
        if section is None:
            return pb.GetRfmResponse()
        segments = self._ctx.store.segments
        runs = await segments.runs(brand, ended=True, limit=RUNS_KEPT)
        running = await segments.last_run(brand, ended=False)
        return from_runs(runs, section, rules.currency, running=running is not None)

    async def GetClusters(
        self, request: pb.GetClustersRequest, context: ServicerContext
    ) -> pb.GetClustersResponse:
        """The behavioural clusters by their last run."""
        brand = require_caller(*STAFF).brand
        clusters = await self._ctx.store.segments.clusters(brand)
        if clusters is None:
            return pb.GetClustersResponse()
        return from_clusters(clusters, await self._ctx.rulebook.of(brand))

    async def RunRfm(
        self, request: pb.RunRfmRequest, context: ServicerContext
    ) -> pb.RunRfmResponse:
        """Nothing more, once the run is asked for."""
        brand = require_caller(Role.OPERATOR).brand
        request_id = check_request_id(request.request_id)
        return pb.RunRfmResponse(replayed=await ask_for_run(self._ctx, brand, request_id))

    async def _segments(self, brand: str) -> Mapping[str, Segment]:
        rules = await self._ctx.rulebook.of(brand)
        return definitions(brand, rules, await self._ctx.store.segments.saved(brand)).segments

    async def _begin(self, brand: str) -> None:
        """From now on answers say that a sweep is on its way."""
        await begun(self._ctx, await self._ctx.rulebook.of(brand), brand)

    async def _known(self, brand: str, code: str) -> None:
        if code not in await self._segments(brand):
            raise SegmentNotFound(f"no segment {code}")

    async def _freshness(self, brand: str) -> pb.Freshness:
        now = self._ctx.clock.now()
        waits_since = await self._ctx.store.segments.waits_since(brand, now, TYPES)
        return messages.from_freshness(waits_since, now)
