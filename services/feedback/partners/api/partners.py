"""tessera.feedback.v1.Partners."""

from datetime import datetime

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.common import pagination
from services.common.auth import Caller, Role, brand_of, current_caller, require_role
from services.common.clock import truncate_ms
from services.common.errors import invalid
from services.common.idempotency import fingerprint
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens
from services.common.timestamps import instant
from services.feedback.partners.api import messages
from services.feedback.partners.commands.endpoints import EndpointDesk, Request
from services.feedback.partners.commands.operating import DeliveryDesk
from services.feedback.partners.domain.delivery import Delivery, place
from services.feedback.partners.domain.event_types import EVENT_TYPES
from tessera.feedback.v1 import partners_pb2 as pb
from tessera.feedback.v1 import partners_pb2_grpc as pb_grpc


class PartnersServicer(pb_grpc.PartnersServicer):
    """For operators: authorises them, and calls the commands."""

    def __init__(
        self, endpoints: EndpointDesk, deliveries: DeliveryDesk, page_secret: bytes
    ) -> None:
        self._endpoints = endpoints
        self._deliveries = deliveries
        self._page_secret = page_secret

    async def CreateEndpoint(
        self, request: pb.CreateEndpointRequest, context: ServicerContext
    ) -> pb.CreateEndpointResponse:
        write = _write(_operator(), request.request_id, request)
        made = await self._endpoints.create(write, request.url, request.description, request.types)
        return pb.CreateEndpointResponse(
            endpoint=messages.endpoint_message(made.endpoint),
            secret=made.secret,
            replayed=made.replayed,
        )

    async def ListEndpoints(
        self, request: pb.ListEndpointsRequest, context: ServicerContext
    ) -> pb.ListEndpointsResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        tokens = self._tokens("webhook_endpoints", brand)
        after = tokens.place(request.page_token, "")
        found = await self._endpoints.of_brand(brand, after, size + 1)
        more = len(found) > size
        return pb.ListEndpointsResponse(
            endpoints=[messages.shown_message(each) for each in found[:size]],
            next_page_token=tokens.token(found[size - 1].endpoint.id) if more else "",
            known_types=EVENT_TYPES,
        )

    async def UpdateEndpoint(
        self, request: pb.UpdateEndpointRequest, context: ServicerContext
    ) -> pb.UpdateEndpointResponse:
        write = _write(_operator(), request.request_id, request)
        endpoint, replayed = await self._endpoints.update(
            write, request.endpoint_id, request.types, enabled=request.enabled
        )
        told = messages.endpoint_message(endpoint)
        return pb.UpdateEndpointResponse(endpoint=told, replayed=replayed)

    async def RotateSecret(
        self, request: pb.RotateSecretRequest, context: ServicerContext
    ) -> pb.RotateSecretResponse:
        write = _write(_operator(), request.request_id, request)
        made = await self._endpoints.rotate(write, request.endpoint_id, at_once=request.at_once)
        return pb.RotateSecretResponse(
            endpoint=messages.endpoint_message(made.endpoint),
            secret=made.secret,
            replayed=made.replayed,
        )

    async def DeleteEndpoint(
        self, request: pb.DeleteEndpointRequest, context: ServicerContext
    ) -> pb.DeleteEndpointResponse:
        write = _write(_operator(), request.request_id, request)
        endpoint, replayed = await self._endpoints.delete(write, request.endpoint_id)
        told = messages.endpoint_message(endpoint)
        return pb.DeleteEndpointResponse(endpoint=told, replayed=replayed)

    async def ListBacklog(
        self, request: pb.ListBacklogRequest, context: ServicerContext
    ) -> pb.ListBacklogResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        tokens = self._tokens("webhook_backlog", brand, request.endpoint_id)
        after = tokens.place(request.page_token, "")
        found = await self._deliveries.backlog(brand, request.endpoint_id, after, size + 1)
        more = len(found) > size
        return pb.ListBacklogResponse(
            deliveries=[messages.delivery_message(each) for each in found[:size]],
            next_page_token=tokens.token(_queued(found[size - 1])) if more else "",
        )

    async def ListAttempts(
        self, request: pb.ListAttemptsRequest, context: ServicerContext
    ) -> pb.ListAttemptsResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        tokens = self._tokens("webhook_attempts", brand, request.endpoint_id)
        after = tokens.place(request.page_token, "")
        found = await self._deliveries.attempts(brand, request.endpoint_id, after, size + 1)
        more = len(found) > size
        return pb.ListAttemptsResponse(
            deliveries=[messages.delivery_message(each) for each in found[:size]],
            next_page_token=tokens.token(_tried(found[size - 1])) if more else "",
        )

    async def ResendDelivery(
        self, request: pb.ResendDeliveryRequest, context: ServicerContext
    ) -> pb.ResendDeliveryResponse:
        write = _write(_operator(), request.request_id, request)
        delivery, replayed = await self._deliveries.resend(write, request.delivery_id)
        told = messages.delivery_message(delivery)
        return pb.ResendDeliveryResponse(delivery=told, replayed=replayed)

    async def SendTest(
        self, request: pb.SendTestRequest, context: ServicerContext
    ) -> pb.SendTestResponse:
        write = _write(_operator(), request.request_id, request)
        delivery, replayed = await self._deliveries.test(write, request.endpoint_id)
        return pb.SendTestResponse(delivery=messages.delivery_message(delivery), replayed=replayed)

    async def Replay(
        self, request: pb.ReplayRequest, context: ServicerContext
    ) -> pb.ReplayResponse:
        write = _write(_operator(), request.request_id, request)
        if not request.HasField("from_time"):
            raise invalid("from_time", "the first instant of the span")
        begin = _instant("from_time", request.from_time)
        end = _instant("to_time", request.to_time) if request.HasField("to_time") else None
        replay, replayed = await self._deliveries.replay(
            write, request.endpoint_id, (begin, end), request.types
        )
        return pb.ReplayResponse(replay=messages.replay_message(replay), replayed=replayed)

    def _tokens(self, name: str, brand: str, endpoint: str = "") -> PlaceTokens:
        scope = {"list": name, "brand": brand, "endpoint": endpoint}
        return PlaceTokens(self._page_secret, scope)


def _operator() -> Caller:
    return require_role(current_caller(), Role.OPERATOR)


def _write(caller: Caller, request_id: str, request: Message) -> Request:
    return Request(brand_of(caller), request_id, fingerprint(request))


def _instant(field: str, time: Timestamp) -> datetime:
    return truncate_ms(instant(time, field))


def _queued(delivery: Delivery) -> str:
    return place(delivery.queued_at, delivery.id)


def _tried(delivery: Delivery) -> str:
    return place(delivery.attempts[-1].at, delivery.id)
