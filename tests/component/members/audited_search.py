"""A search reads, and is audited as what writes: it tells who has a name."""

import grpc

from tessera.members.v1 import search_pb2 as pb
from tessera.members.v1 import search_pb2_grpc
from tests.component.audited import Act


def searches(channel: grpc.aio.Channel, name: str) -> dict[str, Act]:
    stub: search_pb2_grpc.SearchAsyncStub = search_pb2_grpc.SearchStub(channel)
    request = pb.SearchMembersRequest(text=name)
    return {"members.Search.SearchMembers": lambda: stub.SearchMembers(request)}
