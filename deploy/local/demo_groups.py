"""Who is in which group of a store among the demo members."""

from collections.abc import Mapping

import grpc

from tessera.members.v1 import groups_pb2, groups_pb2_grpc

KIND = "store_group"
GROUPS: Mapping[str, range] = {"store-01": range(100, 112), "store-02": range(112, 118)}
"""The stores, and whose numbers are in their groups."""


async def join(pos: grpc.aio.Channel, ids: Mapping[int, str]) -> None:
    """Let the members, `ids` by number, join the groups of their stores; once for ever."""
    stub: groups_pb2_grpc.GroupsAsyncStub = groups_pb2_grpc.GroupsStub(pos)
    for store, numbers in GROUPS.items():
        for number in numbers:
            await stub.JoinGroup(
                groups_pb2.JoinGroupRequest(
                    request_id=f"demo-group-{number:04d}",
                    member_id=ids[number],
                    kind=KIND,
                    store_id=store,
                )
            )
