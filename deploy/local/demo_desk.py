"""What the managers of the demo brand have begun: a broadcast that was approved, files of new
members and of reviews, an erasure, a merge, a closed month, a partner's endpoint, a till's client,
a view.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import grpc

from deploy.local import demo, loading, ports
from deploy.local.demo_operators import OPERATORS
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import (
    broadcasts_pb2,
    broadcasts_pb2_grpc,
    feedback_files_pb2,
    feedback_files_pb2_grpc,
    partners_pb2,
    partners_pb2_grpc,
)
from tessera.members.v1 import (
    clients_pb2,
    clients_pb2_grpc,
    member_files_pb2,
    member_files_pb2_grpc,
    merging_pb2,
    merging_pb2_grpc,
    privacy_pb2,
    privacy_pb2_grpc,
    views_pb2,
    views_pb2_grpc,
)
from tessera.points.v1 import statements_pb2, statements_pb2_grpc

FIRST, SECOND = "op-lin", "op-zhao"
"""Who begins, and who decides."""
TWICE, KEPT = 125, 126
"""Two people who turned out to be one: the first has done nothing yet, so a seed may come again."""
LEAVING = 138
"""The person whose erasure waits for a second operator."""
SEGMENT, MESSAGE = "sharers", "come_back"
ENDPOINT_URL = "https://crm.partner.example/tessera"
NEW_MEMBERS = """手机号,姓名,渠道
+8619900001001,试饮客一,import
+8619900001002,试饮客二,import
12,抄错的号码,import
"""
REVIEWS_FILE = "九月点评.csv"
REVIEWS = """event_id,text,stars,said_at,store_id
dp-90001,桂花乌龙很香，店员也热情,5,2026/9/3 18:20,store-01
dp-90002,等了四十分钟，外卖洒了一半,2,2026/9/12 12:05,store-02
dp-90003,三分糖还是太甜,3,2026/9/20 20:41,
dp-90004,,4,2026/9/28 9:30,store-01
"""
"""Reviews of another platform, one of which has no words."""


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """All of it; the same at every call."""
    ids = await loading.ids_of(folder, addresses, (TWICE, KEPT, LEAVING))
    async with (
        _desk(folder, addresses, "members", FIRST) as members,
        _desk(folder, addresses, "points", FIRST) as points,
        _desk(folder, addresses, "feedback", FIRST) as feedback,
        _desk(folder, addresses, "feedback", SECOND) as second,
    ):
        await asyncio.gather(
            _in_members(members, ids),
            _month(points),
            _endpoint(feedback),
            _reviews(feedback),
            _broadcast(feedback, second),
        )


def closed_month(today: date) -> str:
    """The month of the first orders: it has ended, since those were three months ago."""
    return f"{today - timedelta(days=demo.DAYS_BACK):%Y-%m}"


async def _reviews(desk: grpc.aio.Channel) -> None:
    files: feedback_files_pb2_grpc.FeedbackFilesAsyncStub = (
        feedback_files_pb2_grpc.FeedbackFilesStub(desk)
    )
    await files.UploadFeedbackFile(
        feedback_files_pb2.UploadFeedbackFileRequest(
            request_id="demo-feedback-file",
            content=REVIEWS.encode("gbk"),
            name=REVIEWS_FILE,
            channel="review",
        )
    )


async def _in_members(desk: grpc.aio.Channel, ids: Mapping[int, str]) -> None:
    merging: merging_pb2_grpc.MergingAsyncStub = merging_pb2_grpc.MergingStub(desk)
    if ids[TWICE] != ids[KEPT]:  # merged before, both phones lead to the survivor
        await merging.MergeMembers(
            merging_pb2.MergeMembersRequest(
                request_id="demo-two-are-one",
                from_member_id=ids[TWICE],
                into_member_id=ids[KEPT],
                reason="门店核实为同一人，换了手机号",
            )
        )
    privacy: privacy_pb2_grpc.PrivacyAsyncStub = privacy_pb2_grpc.PrivacyStub(desk)
    await privacy.RequestErasure(
        privacy_pb2.RequestErasureRequest(
            request_id="demo-erasure", member_id=ids[LEAVING], reason="会员到店书面申请注销"
        )
    )
    files: member_files_pb2_grpc.MemberFilesAsyncStub = member_files_pb2_grpc.MemberFilesStub(desk)
    await files.UploadMemberFile(
        member_files_pb2.UploadMemberFileRequest(
            request_id="demo-member-file",
            content=NEW_MEMBERS.encode("gbk"),
            name="试饮会登记.csv",
        )
    )
    views: views_pb2_grpc.ViewsAsyncStub = views_pb2_grpc.ViewsStub(desk)
    await views.SaveView(
        views_pb2.SaveViewRequest(
            request_id="demo-view",
            name="等待答复",
            address="/feedback?show=waiting",
            team=True,
        )
    )
    # Nobody has its secret: whoever wants to use it makes another one.
    register: clients_pb2_grpc.ClientRegisterAsyncStub = clients_pb2_grpc.ClientRegisterStub(desk)
    await register.CreateClient(
        clients_pb2.CreateClientRequest(
            request_id="demo-client",
            name="门店收银 POS",
            role=clients_pb2.CLIENT_ROLE_CHANNEL,
            scopes=["members:read", "orders:write", "vouchers:write"],
            channel="pos",
        )
    )


async def _month(desk: grpc.aio.Channel) -> None:
    books: statements_pb2_grpc.StatementsAsyncStub = statements_pb2_grpc.StatementsStub(desk)
    month = closed_month(datetime.now(demo.ZONE).date())
    await books.ClosePeriod(
        statements_pb2.ClosePeriodRequest(request_id=f"demo-close-{month}", month=month)
    )


async def _endpoint(desk: grpc.aio.Channel) -> None:
    """Off, for nobody listens at its address."""
    partners: partners_pb2_grpc.PartnersAsyncStub = partners_pb2_grpc.PartnersStub(desk)
    types = ["member.enrolled", "tier.changed"]
    made = await partners.CreateEndpoint(
        partners_pb2.CreateEndpointRequest(
            request_id="demo-endpoint",
            url=ENDPOINT_URL,
            description="CRM 合作方（示例地址，已停用）",
            types=types,
        )
    )
    await partners.UpdateEndpoint(
        partners_pb2.UpdateEndpointRequest(
            request_id="demo-endpoint-off", endpoint_id=made.endpoint.id, types=types
        )
    )


async def _broadcast(desk: grpc.aio.Channel, second: grpc.aio.Channel) -> None:
    drafting: broadcasts_pb2_grpc.BroadcastsAsyncStub = broadcasts_pb2_grpc.BroadcastsStub(desk)
    draft = await drafting.DraftBroadcast(
        broadcasts_pb2.DraftBroadcastRequest(
            request_id="demo-broadcast-approved",
            name="分享达人回访",
            segment=SEGMENT,
            message=MESSAGE,
        )
    )
    deciding: broadcasts_pb2_grpc.BroadcastsAsyncStub = broadcasts_pb2_grpc.BroadcastsStub(second)
    await deciding.ApproveBroadcast(
        broadcasts_pb2.ApproveBroadcastRequest(
            request_id="demo-broadcast-approval", broadcast_id=draft.broadcast.id
        )
    )


def _desk(
    folder: Folder, addresses: Mapping[str, int], service: str, subject: str
) -> grpc.aio.Channel:
    [operator] = [each for each in OPERATORS if each.subject == subject]
    issuer = auth.TokenIssuer(folder.keys).source(operator.caller)
    return channel.connect(f"{ports.HOST}:{addresses[service]}", issuer_token=issuer)
