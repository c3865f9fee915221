"""Posts to groups as protos."""

from __future__ import annotations

from datetime import UTC
from typing import cast

from google.protobuf.message import Message

from services.feedback.audience.domain import Purpose
from services.feedback.group_posts.domain.post import ENFORCED_FROM, Decided, Measure, Post
from services.feedback.programme.domain import Text
from services.feedback.reach.api.messages import check_message, stamp, text_message
from services.feedback.reach.domain.case import Check
from tessera.feedback.v1 import group_posts_pb2 as pb
from tessera.feedback.v1 import reach_pb2
from tessera.types.v1 import types_pb2


class GroupPostWire:
    """Writes posts in kept answers, which name neither the brand nor the purpose."""

    def answer(self, kept: Post) -> Message:
        return post_message(kept)

    def from_answer(self, answer: Message) -> Post:
        told = cast("pb.GroupPost", answer)
        text = _text(told.text) if told.HasField("text") else None
        return Post(
            told.id,
            "",
            told.group_id,
            told.message,
            _text(told.message_name),
            Purpose.SERVICE,
            promotion=False,
            members=told.members,
            decided=Decided(tuple(map(_check, told.checks)), text),
            revision=told.programme_revision,
            posted_by=told.posted_by,
            posted_at=told.post_time.ToDatetime(UTC),
        )


def post_message(post: Post) -> pb.GroupPost:
    return pb.GroupPost(
        id=post.id,
        group_id=post.group_id,
        message=post.message,
        message_name=text_message(post.name),
        text=text_message(post.decided.text),
        members=post.members,
        allowed=post.allowed,
        checks=[check_message(each) for each in post.decided.checks],
        programme_revision=post.revision,
        posted_by=post.posted_by,
        post_time=stamp(post.posted_at),
    )


def share_message(measure: Measure) -> pb.MessageShare:
    share = measure.share
    return pb.MessageShare(
        of="promotion" if share.promotion else "group",
        max_percent=share.max_percent,
        days=share.days,
        whole=measure.whole,
        part=measure.part,
        enforced_from=ENFORCED_FROM,
    )


def _check(told: reach_pb2.TouchCheck) -> Check:
    inputs = tuple((each.name, each.value) for each in told.inputs)
    until = told.until_time.ToDatetime(UTC) if told.HasField("until_time") else None
    return Check(told.name, told.passed, told.rule, inputs, told.limit, until)


def _text(told: types_pb2.LocalizedText) -> Text:
    return Text(told.zh, told.en)
