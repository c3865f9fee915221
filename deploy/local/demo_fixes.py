"""What many people of the demo brand reported is fixed: they are told, and a notice says so.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

import grpc

from deploy.local import demo, demo_work, loading, ports, tokens
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import feedback_pb2, feedback_pb2_grpc, follow_up_pb2, follow_up_pb2_grpc

TIMEOUT_S = 15.0
POLL_S = 0.5


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """The operator announces that the mini-program does not freeze any more."""
    source = auth.TokenIssuer(folder.keys).source(tokens.caller(role="operator", brand=demo.BRAND))
    address = f"{ports.HOST}:{addresses['feedback']}"
    [said, *_] = [s for s in demo_work.FEEDBACK if s.key.startswith(demo_work.FIXED)]
    ids = await loading.ids_of(folder, addresses, [said.number])
    async with channel.connect(address, issuer_token=source) as desk:
        items: feedback_pb2_grpc.FeedbackItemsAsyncStub = feedback_pb2_grpc.FeedbackItemsStub(desk)
        known = await items.SubmitFeedback(said.submission(ids[said.number]))
        if group := await _group(items, known.feedback.id):
            follow_up: follow_up_pb2_grpc.FollowUpAsyncStub = follow_up_pb2_grpc.FollowUpStub(desk)
            await _announce(follow_up, group)


async def _group(items: feedback_pb2_grpc.FeedbackItemsAsyncStub, feedback_id: str) -> str:
    """The item's group of alike ones as soon as it is in one; "" after 15 s."""
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        request = feedback_pb2.GetFeedbackRequest(feedback_id=feedback_id)
        if group := (await items.GetFeedback(request)).feedback.group:
            return group
        await asyncio.sleep(POLL_S)
    return ""


async def _announce(follow_up: follow_up_pb2_grpc.FollowUpAsyncStub, group: str) -> None:
    asked = announcement(group)
    try:
        await follow_up.AnnounceFix(asked)
    except grpc.aio.AioRpcError as error:
        # An operator announced it by hand.
        if error.code() is not grpc.StatusCode.FAILED_PRECONDITION:
            raise


def announcement(group: str) -> follow_up_pb2.AnnounceFixRequest:
    """What all who reported the group read, and everyone else in the notice."""
    asked = follow_up_pb2.AnnounceFixRequest(
        request_id="demo-fix-frozen", group=group, is_public=True
    )
    asked.title.zh, asked.title.en = "小程序卡顿已修复", "The mini-program freezes no more"
    asked.text.zh = "付款后立即显示取茶号。谢谢每一位告诉我们的会员。"
    asked.text.en = "The number of your cup shows at once. Thank you, all who told us."
    return asked
