"""Views of the console, as the members service answers them."""

from typing import Any

from tessera.members.v1 import views_pb2 as pb
from tessera.members.v1 import views_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at


class Views(views_pb2_grpc.ViewsServicer):
    """The team has one view; what is saved is answered, and kept nowhere."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListViews(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListViews", request, context)
        view = pb.SavedView(
            id="viw_1",
            name="Waiting",
            address="/feedback?show=waiting",
            team=True,
            saved_by="ann",
            save_time=at(0),
        )
        return pb.ListViewsResponse(views=[view])

    async def SaveView(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("SaveView", request, context)
        view = pb.SavedView(
            id="viw_2",
            name=request.name,
            address=request.address,
            team=request.team,
            saved_by=caller.subject,
            save_time=at(0),
        )
        return pb.SaveViewResponse(view=view)

    async def DeleteView(self, request: Any, context: Any) -> Any:
        await self.backend.enter("DeleteView", request, context)
        return pb.DeleteViewResponse()
