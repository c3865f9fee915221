"""tessera.feedback.v1.Broadcasts."""

from google.protobuf.message import Message

from services.common import pagination
from services.common.auth import Caller, Role, brand_of, current_caller, require_role
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.feedback.broadcasts.api import messages
from services.feedback.broadcasts.commands.desk import BroadcastDesk
from services.feedback.broadcasts.domain.broadcast import Figures, Request
from tessera.feedback.v1 import broadcasts_pb2 as pb
from tessera.feedback.v1 import broadcasts_pb2_grpc as pb_grpc


class BroadcastsServicer(pb_grpc.BroadcastsServicer):
    """For operators: authorises them, and calls the commands."""

    def __init__(self, desk: BroadcastDesk, page_secret: bytes) -> None:
        self._desk = desk
        self._page_secret = page_secret

    async def DraftBroadcast(
        self, request: pb.DraftBroadcastRequest, context: ServicerContext
    ) -> pb.DraftBroadcastResponse:
        broadcast, replayed = await self._desk.draft(
            _write(request.request_id, request),
            request.name,
            request.segment,
            request.message,
            request.spread_minutes,
            messages.comparison_of(request),
        )
        told = messages.broadcast_message(broadcast)
        return pb.DraftBroadcastResponse(broadcast=told, replayed=replayed)

    async def PreviewBroadcast(
        self, request: pb.PreviewBroadcastRequest, context: ServicerContext
    ) -> pb.PreviewBroadcastResponse:
        brand = brand_of(_operator())
        members, decided, figures = await self._desk.preview(brand, request.broadcast_id)
        return pb.PreviewBroadcastResponse(
            members=members, decided=decided, figures=messages.figures_message(figures)
        )

    async def TestBroadcast(
        self, request: pb.TestBroadcastRequest, context: ServicerContext
    ) -> pb.TestBroadcastResponse:
        write = _write(request.request_id, request)
        touch_id, replayed = await self._desk.try_out(
            write, request.broadcast_id, request.member_id, request.message
        )
        return pb.TestBroadcastResponse(touch_id=touch_id, replayed=replayed)

    async def ApproveBroadcast(
        self, request: pb.ApproveBroadcastRequest, context: ServicerContext
    ) -> pb.ApproveBroadcastResponse:
        write = _write(request.request_id, request)
        broadcast, replayed = await self._desk.approve(write, request.broadcast_id, request.content)
        told = messages.broadcast_message(broadcast)
        return pb.ApproveBroadcastResponse(broadcast=told, replayed=replayed)

    async def StopBroadcast(
        self, request: pb.StopBroadcastRequest, context: ServicerContext
    ) -> pb.StopBroadcastResponse:
        write = _write(request.request_id, request)
        broadcast, replayed = await self._desk.stop(write, request.broadcast_id)
        told = messages.broadcast_message(broadcast)
        return pb.StopBroadcastResponse(broadcast=told, replayed=replayed)

    async def SendBroadcastWinner(
        self, request: pb.SendBroadcastWinnerRequest, context: ServicerContext
    ) -> pb.SendBroadcastWinnerResponse:
        write = _write(request.request_id, request)
        broadcast, replayed = await self._desk.send_winner(
            write, request.broadcast_id, request.message, request.words
        )
        told = messages.broadcast_message(broadcast)
        return pb.SendBroadcastWinnerResponse(broadcast=told, replayed=replayed)

    async def GetBroadcast(
        self, request: pb.GetBroadcastRequest, context: ServicerContext
    ) -> pb.GetBroadcastResponse:
        brand = brand_of(_operator())
        broadcast, figures, content = await self._desk.with_figures(brand, request.broadcast_id)
        answer = pb.GetBroadcastResponse(
            broadcast=messages.broadcast_message(broadcast),
            figures=messages.figures_message(sum(figures.values(), Figures())),
            content=content,
        )
        if broadcast.comparison is not None:
            for code in broadcast.messages:
                each = messages.figures_message(figures.get(code, Figures()))
                answer.variants.add(message=code, figures=each)
        return answer

    async def ListBroadcasts(
        self, request: pb.ListBroadcastsRequest, context: ServicerContext
    ) -> pb.ListBroadcastsResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        tokens = pagination.PlaceTokens(self._page_secret, {"list": "broadcasts", "brand": brand})
        found = await self._desk.page(brand, tokens.place(request.page_token, ""), size)
        return pb.ListBroadcastsResponse(
            broadcasts=[messages.broadcast_message(each) for each in found[:size]],
            next_page_token=tokens.token(found[size - 1].id) if len(found) > size else "",
        )


def _operator() -> Caller:
    return require_role(current_caller(), Role.OPERATOR)


def _write(request_id: str, request: Message) -> Request:
    caller = _operator()
    check_request_id(request_id)
    return Request(brand_of(caller), request_id, fingerprint(request), caller.subject)
