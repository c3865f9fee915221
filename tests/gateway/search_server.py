"""The search of members, as the members service answers it."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import members_pb2, search_pb2_grpc
from tessera.members.v1 import search_pb2 as pb
from tests.gateway.fake_backend import FakeBackend, member_id, refuse


class Search(search_pb2_grpc.SearchServicer):
    """Member 0 has the text as an identity, members 1 to 4 in their name."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def SearchMembers(self, request: Any, context: Any) -> Any:
        await self.backend.enter("SearchMembers", request, context)
        if request.tag == "nonsense":
            await refuse(context, Refusal("TAG_UNKNOWN", field="tag"))
        start, size = int(request.page_token or 0), request.page_size or 20
        identity = pb.Hit(
            kind=pb.Hit.KIND_IDENTITY, identity_kind=members_pb2.IDENTITY_KIND_POS_CARD
        )
        name = pb.Hit(kind=pb.Hit.KIND_NAME)
        found = [
            pb.FoundMember(member_id=member_id(n), hits=[name if n else identity])
            for n in range(start, min(start + size, 5))
        ]
        return pb.SearchMembersResponse(
            members=found,
            next_page_token=str(start + size) if start + size < 5 else "",
            names=pb.NAME_SEARCH_BUILDING,
        )
