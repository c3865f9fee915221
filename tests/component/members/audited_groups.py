"""What an operator does to a member of a group, for test_audit.py."""

import grpc

from tessera.members.v1 import groups_pb2
from tessera.members.v1.groups_pb2_grpc import GroupsStub


async def group_of(channel: grpc.aio.Channel, member_id: str) -> str:
    asked = groups_pb2.ListMemberGroupsRequest(member_id=member_id)
    [within] = (await GroupsStub(channel).ListMemberGroups(asked)).memberships
    return within.group_id


async def owner_of_group(
    channel: grpc.aio.Channel, member_id: str
) -> groups_pb2.SetGroupRoleResponse:
    return await GroupsStub(channel).SetGroupRole(
        groups_pb2.SetGroupRoleRequest(
            request_id="gr2",
            member_id=member_id,
            group_id=await group_of(channel, member_id),
            role=groups_pb2.GROUP_ROLE_OWNER,
            reason="runs the group",
        )
    )


async def leave_group(channel: grpc.aio.Channel, member_id: str) -> groups_pb2.LeaveGroupResponse:
    group_id = await group_of(channel, member_id)
    return await GroupsStub(channel).LeaveGroup(
        groups_pb2.LeaveGroupRequest(
            request_id="gr3", member_id=member_id, group_id=group_id, reason="asked to leave"
        )
    )
