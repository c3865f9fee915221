"""The tags of members, as the members service answers them."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import tags_pb2, tags_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

TAG = tags_pb2.TagDefinition(
    code="student",
    name=types_pb2.LocalizedText(zh="学生", en="Student"),
    kind=tags_pb2.TAG_KIND_DEMOGRAPHIC,
    tag_class=tags_pb2.TAG_CLASS_BASE,
    refresh=tags_pb2.TAG_REFRESH_TRIGGERED,
    days=365,
    when="stats.orders > 2",
)


def member_tags(number: int) -> list[tags_pb2.MemberTag]:
    """The tags of a member: one that an operator set."""
    tag = tags_pb2.MemberTag(
        tag=TAG,
        source=tags_pb2.TAG_SOURCE_OPERATOR,
        set_by="ann",
        set_time=at(number),
        confidence_percent=80,
        expire_time=at(10_000),
        reasons=[
            tags_pb2.TagReason(fact="stats.orders", value="3"),
            tags_pb2.TagReason(fact="member.age"),
        ],
        programme_version=7,
    )
    return [tag]


class Tags(tags_pb2_grpc.TagsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListTags(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListTags", request, context)
        return tags_pb2.ListTagsResponse(tags=[TAG])

    async def ChangeTags(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ChangeTags", request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND", field="member_id"))
        if any(each.code != TAG.code for each in request.set):
            await refuse(context, Refusal("TAG_UNKNOWN", field="set[0].code"))
        number = int(request.member_id[-4:])
        return tags_pb2.ChangeTagsResponse(tags=member_tags(number) if request.set else [])
