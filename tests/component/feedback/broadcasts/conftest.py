"""A segment of twelve members."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common import server
from services.common.auth import ALL_BRANDS, Role, current_caller
from services.common.errors import Refusal, reason_of
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.feedback.broadcasts import adapters
from services.feedback.broadcasts.storage import broadcasts as storage
from tessera.feedback.v1 import broadcasts_pb2 as pb
from tessera.members.v1 import (
    consents_pb2,
    contacts_pb2_grpc,
    events_pb2,
    events_pb2_grpc,
    segments_pb2,
    segments_pb2_grpc,
)
from tests.component.feedback.conftest import NOON, Feedback, until
from tests.component.feedback.members_server import MembersFeedServer

VIPS = [f"mem_{number:02}" for number in range(12)]


class SegmentsServer(segments_pb2_grpc.SegmentsServicer):
    """Who is in the segment vips, in pages; no other segment is known."""

    def __init__(self) -> None:
        self.members = list(VIPS)
        self.pages = 0

    async def ListSegments(self, request: Any, context: Any) -> Any:
        vips = segments_pb2.Segment(code="vips")
        counted = segments_pb2.CountedSegment(segment=vips, members=len(self.members))
        return segments_pb2.ListSegmentsResponse(segments=[counted])

    async def ListSegmentMembers(self, request: Any, context: Any) -> Any:
        caller = current_caller()
        assert caller.role is Role.SERVICE
        assert caller.brand != ALL_BRANDS
        if request.code != "vips":
            raise Refusal("SEGMENT_NOT_FOUND", field="code")
        self.pages += 1
        start = int(request.page_token or 0)
        end = start + request.page_size
        shown = [segments_pb2.SegmentMember(member_id=each) for each in self.members[start:end]]
        more = str(end) if end < len(self.members) else ""
        return segments_pb2.ListSegmentMembersResponse(members=shown, next_page_token=more)


@pytest.fixture
def segments() -> SegmentsServer:
    return SegmentsServer()  # type: ignore[abstract]  # two of them are called


@pytest.fixture
async def members(
    keys_dir: Path, segments: SegmentsServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[MembersFeedServer, str]]:
    """The members feed, with segments."""
    monkeypatch.setattr(adapters, "SLICE", 5)
    monkeypatch.setattr(storage, "END_SLICE", 5)
    feed = MembersFeedServer()
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: contacts_pb2_grpc.add_ContactsServicer_to_server(feed.contacts, s),
            lambda s: segments_pb2_grpc.add_SegmentsServicer_to_server(segments, s),
        ],
    )
    yield feed, running.address
    await running.stop(0)


async def known(feed: MembersFeedServer, db: Database, *, agreed: int) -> None:
    """All are enrolled, and agreed to profiling; the first `agreed` to marketing as well."""
    both = (consents_pb2.CONSENT_PURPOSE_PROFILING, consents_pb2.CONSENT_PURPOSE_MARKETING)
    for number, member_id in enumerate(VIPS):
        enrolled = events_pb2.MemberEnrolled(channel="app")
        await feed.tell("tea", member_id, NOON, member_enrolled=enrolled)
        for purpose in both[: 2 if number < agreed else 1]:
            said = events_pb2.ConsentChanged(
                purpose=purpose, channel=consents_pb2.CONTACT_CHANNEL_ALL, granted=True
            )
            said.occur_time.FromDatetime(NOON)
            await feed.tell("tea", member_id, NOON, consent_changed=said)

    async def all_known() -> bool:
        named = {f"consents.{each}_all": {"$exists": True} for each in ("profiling",)}
        return await db["reach_members"].count_documents(named) == len(VIPS)

    await until(all_known)


def draft(request_id: str = "d1", **more: Any) -> pb.DraftBroadcastRequest:
    asked = {"name": "New tea", "segment": "vips", "message": "we_miss_you", **more}
    return pb.DraftBroadcastRequest(request_id=request_id, **asked)


async def figures(feedback: Feedback, id_: str) -> pb.GetBroadcastResponse:
    request = pb.GetBroadcastRequest(broadcast_id=id_)
    return await feedback.broadcasts().GetBroadcast(request)


async def refused(call: Callable[..., Awaitable[Any]], request: Any) -> tuple[str, str]:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call(request)
    found = reason_of(caught.value)
    assert found is not None
    return found.reason, found.field
