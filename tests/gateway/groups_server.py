"""Groups, as the members service answers them."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import groups_pb2 as pb
from tessera.members.v1 import groups_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, member_id, refuse

KIND = pb.GroupKind(
    code="club",
    name=types_pb2.LocalizedText(zh="车主精英会", en="Owners' club"),
    limit=100,
    asks=["camping"],
    choices=[
        pb.GroupChoice(
            code="camping", name=types_pb2.LocalizedText(zh="爱露营", en="Likes camping")
        )
    ],
)


def membership(
    member: str, role: pb.GroupRole.ValueType = pb.GROUP_ROLE_MEMBER
) -> pb.GroupMembership:
    """A member in the club."""
    return pb.GroupMembership(
        group_id="grp_1",
        member_id=member,
        kind="club",
        number=1,
        role=role,
        standing=pb.GROUP_STANDING_SILENT,
        join_time=at(1),
        last_message_time=at(2),
        koc_month="2026-02",
    )


GROUP = pb.Group(id="grp_1", kind="club", number=1, members=7, open_time=at(1))


class Groups(groups_pb2_grpc.GroupsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListMemberGroups(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMemberGroups", request, context)
        return pb.ListMemberGroupsResponse(
            kinds=[KIND], memberships=[membership(request.member_id)]
        )

    async def JoinGroup(self, request: Any, context: Any) -> Any:
        await self.backend.enter("JoinGroup", request, context)
        if request.kind != "club":
            await refuse(context, Refusal("GROUP_KIND_UNKNOWN", field="kind"))
        return pb.JoinGroupResponse(membership=membership(request.member_id))

    async def GetGroup(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetGroup", request, context)
        if request.group_id != "grp_1":
            await refuse(context, Refusal("GROUP_NOT_FOUND", field="group_id"))
        return pb.GetGroupResponse(group=GROUP)

    async def LeaveGroup(self, request: Any, context: Any) -> Any:
        await self.backend.enter("LeaveGroup", request, context)
        if request.group_id != "grp_1":
            await refuse(context, Refusal("GROUP_NOT_JOINED", field="group_id"))
        return pb.LeaveGroupResponse()

    async def SetGroupRole(self, request: Any, context: Any) -> Any:
        await self.backend.enter("SetGroupRole", request, context)
        return pb.SetGroupRoleResponse(membership=membership(request.member_id, request.role))

    async def ListGroups(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListGroups", request, context)
        return pb.ListGroupsResponse(groups=[GROUP])

    async def ListGroupMembers(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListGroupMembers", request, context)
        return pb.ListGroupMembersResponse(members=[membership(member_id(n)) for n in (2, 3)])
