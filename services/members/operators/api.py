"""The Views service: protos to views and back."""

from collections.abc import Sequence
from typing import Protocol

from services.common.auth import Role
from services.common.clock import Clock
from services.common.idempotency import fingerprint
from services.common.ids import new_id
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.operators.domain import View, checked_name, read_address
from tessera.members.v1 import views_pb2 as pb
from tessera.members.v1 import views_pb2_grpc as pb_grpc


class Views(Protocol):
    """Where views are kept."""

    async def seen_by(self, brand: str, operator: str) -> Sequence[View]:
        """The operator's own views and the team's, by screen and name."""

    async def save(self, view: View, request_id: str, content: bytes) -> tuple[View, bool]:
        """The view as it is kept, and whether the request is a repeat. Raises ViewsFull and
        ViewNotYours."""

    async def delete(
        self, brand: str, operator: str, view_id: str, request_id: str, content: bytes
    ) -> bool:
        """Delete the operator's view; True for a repeat of the request. Raises ViewNotYours."""


class ViewsServicer(pb_grpc.ViewsServicer):
    """For every operator, whatever the scopes: a view shows nothing that its screen does not."""

    def __init__(self, views: Views, clock: Clock) -> None:
        self._views = views
        self._clock = clock

    async def ListViews(
        self, request: pb.ListViewsRequest, context: ServicerContext
    ) -> pb.ListViewsResponse:
        caller = require_caller(Role.OPERATOR)
        seen = await self._views.seen_by(caller.brand, caller.subject)
        return pb.ListViewsResponse(views=map(_message, seen))

    async def SaveView(
        self, request: pb.SaveViewRequest, context: ServicerContext
    ) -> pb.SaveViewResponse:
        caller = require_caller(Role.OPERATOR)
        screen, filters = read_address(request.address)
        view = View(
            id=new_id("viw"),
            brand=caller.brand,
            screen=screen,
            name=checked_name(request.name),
            filters=filters,
            team=request.team,
            saved_by=caller.subject,
            saved_at=self._clock.now(),
        )
        kept, replayed = await self._views.save(view, request.request_id, fingerprint(request))
        return pb.SaveViewResponse(view=_message(kept), replayed=replayed)

    async def DeleteView(
        self, request: pb.DeleteViewRequest, context: ServicerContext
    ) -> pb.DeleteViewResponse:
        caller = require_caller(Role.OPERATOR)
        replayed = await self._views.delete(
            caller.brand,
            caller.subject,
            request.view_id,
            request.request_id,
            fingerprint(request),
        )
        return pb.DeleteViewResponse(replayed=replayed)


def _message(view: View) -> pb.SavedView:
    message = pb.SavedView(
        id=view.id,
        name=view.name,
        address=view.address,
        team=view.team,
        saved_by=view.saved_by,
    )
    message.save_time.FromDatetime(view.saved_at)
    return message
