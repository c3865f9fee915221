"""What members of the demo brand posted: open and liked posts, one that is praised, and a queue.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import grpc

from deploy.local import demo, loading, ports, tokens
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import topics_pb2 as pb
from tessera.feedback.v1 import topics_pb2_grpc

PEOPLE = 14


class Said(NamedTuple):
    """A post of person `by`, which so many others like."""

    key: str
    by: int
    text: str
    likes: int = 0
    praised: bool = False


POSTS = (
    Said("rain", 3, "下雨天躲进店里，店员送了我一小杯热茶，从此每周都来。", 9, True),
    Said("exam", 5, "考研那年每晚一杯桂花乌龙，上岸那天也是它陪我。", 7),
    Said("mother", 7, "带妈妈来喝了她人生第一杯奶茶，她说比想象中好喝。", 5),
    Said("cup", 9, "自带杯打卡第 30 天，少用了 30 个纸杯！", 3),
    Said("advert", 11, "想要内部优惠请加微信。"),
    Said("ill", 13, "上周喝完有点拉肚子，不知道是不是冰的原因。"),
)
"""The last two wait for a moderator; the last one comes to the team, too."""


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """Posts under the topic that is always open, and under the one of the week."""
    ids = await loading.ids_of(folder, addresses, range(1, PEOPLE + 1))
    source = auth.TokenIssuer(folder.keys).source(tokens.caller(role="operator", brand=demo.BRAND))
    address = f"{ports.HOST}:{addresses['feedback']}"
    async with channel.connect(address, issuer_token=source) as desk:
        topics: topics_pb2_grpc.TopicsAsyncStub = topics_pb2_grpc.TopicsStub(desk)
        try:
            for each in POSTS:
                await _say(topics, ids, each)
        except grpc.aio.AioRpcError as error:
            # A brand that took the section or the topic from its programme has no posts.
            if error.code() not in (
                grpc.StatusCode.FAILED_PRECONDITION,
                grpc.StatusCode.NOT_FOUND,
            ):
                raise


async def _say(topics: topics_pb2_grpc.TopicsAsyncStub, ids: Mapping[int, str], said: Said) -> None:
    request = pb.SubmitPostRequest(
        request_id=f"demo-post-{said.key}",
        member_id=ids[said.by],
        topic="my_story",
        text=said.text,
    )
    post_id = (await topics.SubmitPost(request)).post.id
    fans = [number for number in ids if number != said.by][: said.likes]
    for number in fans:
        await topics.LikePost(
            pb.LikePostRequest(
                request_id=f"demo-like-{said.key}-{number:04d}",
                member_id=ids[number],
                post_id=post_id,
                liked=True,
            )
        )
    if said.praised:
        await topics.PraisePost(
            pb.PraisePostRequest(
                request_id=f"demo-praise-{said.key}", post_id=post_id, reason="谢谢您的故事！"
            )
        )
