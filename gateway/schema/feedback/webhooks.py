"""Webhooks: the endpoints of partners, and what is on its way to them."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import DateTime, Long, enum_value, instant, moment
from tessera.feedback.v1 import partners_pb2 as pb

_ENDPOINTS, _BACKLOG, _ATTEMPTS = "webhookEndpoint", "webhookBacklog", "webhookAttempt"
TYPES_MOST = 50
_KEPT = 10

EndpointId = Annotated[strawberry.ID, strawberry.argument(description="The endpoint's id.")]


@strawberry.enum(description="The state of an endpoint: it gets messages, or why not.")
class WebhookEndpointState(Enum):
    """As tessera.feedback.v1.EndpointState."""

    ENABLED = enum_value(pb.ENDPOINT_STATE_ENABLED, "It gets messages.")
    DISABLED = enum_value(pb.ENDPOINT_STATE_DISABLED, "An operator switched it off.")
    GONE = enum_value(pb.ENDPOINT_STATE_GONE, "It answered 410 Gone, and was switched off.")
    FAILING = enum_value(
        pb.ENDPOINT_STATE_FAILING, "For five days no message arrived, and it was switched off."
    )


@strawberry.enum(description="The state of a replay.")
class WebhookReplayState(Enum):
    """As tessera.feedback.v1.ReplayState."""

    GATHERING = enum_value(pb.REPLAY_STATE_GATHERING, "Its events are being gathered.")
    SENDING = enum_value(pb.REPLAY_STATE_SENDING, "They are being sent.")
    DONE = enum_value(pb.REPLAY_STATE_DONE, "All were sent, or given up.")
    TOO_LARGE = enum_value(
        pb.REPLAY_STATE_TOO_LARGE,
        "It has more than 200,000 events, and nothing was sent: replay shorter spans.",
    )


@strawberry.enum(description="The state of a delivery.")
class WebhookDeliveryState(Enum):
    """As tessera.feedback.v1.DeliveryState."""

    WAITING = enum_value(pb.DELIVERY_STATE_WAITING, "It waits for an attempt.")
    DELIVERED = enum_value(pb.DELIVERY_STATE_DELIVERED, "The endpoint has taken it.")
    GIVEN_UP = enum_value(pb.DELIVERY_STATE_GIVEN_UP, "Ten attempts failed.")


@strawberry.type(description="A secret of an endpoint, without the secret itself.")
class WebhookSecret:
    """Source: tessera.feedback.v1.EndpointSecret."""

    id: strawberry.ID = column("The id, which tells nothing of it.")
    created_at: DateTime = read(lambda it: moment(it.create_time), "The time of its making.")
    expires_at: DateTime | None = read(
        lambda it: instant(it, "expire_time"),
        "The time from which it signs no more; null for the newest.",
    )


@strawberry.type(description="A span of time that an endpoint gets again, marked as a replay.")
class WebhookReplay:
    """Source: tessera.feedback.v1.WebhookReplay."""

    id: strawberry.ID = column("The id.")
    state: WebhookReplayState = column("The state.")
    from_time: DateTime = read(lambda it: moment(it.from_time), "The first instant of the span.")
    to_time: DateTime = read(lambda it: moment(it.to_time), "The instant after the span.")
    types: list[str] = column("The types of events; all when empty.", size=TYPES_MOST)
    deliveries: Long = column("The number of its deliveries; 0 until all are gathered.")
    created_at: DateTime = read(lambda it: moment(it.create_time), "The time of the wish.")


@strawberry.type(description="An address of a partner that gets what happens in the brand.")
class WebhookEndpoint:
    """Source: tessera.feedback.v1.Endpoint."""

    id: strawberry.ID = column("The id.")
    url: str = column("The address to which messages are posted.")
    description: str = column("The operator's own words for it; may be empty.")
    types: list[str] = column("The types of events that it gets; all when empty.", size=TYPES_MOST)
    state: WebhookEndpointState = column("The state.")
    secrets: list[WebhookSecret] = column("The secrets that sign, the newest last.", size=2)
    created_at: DateTime = read(lambda it: moment(it.create_time), "The time of its making.")
    failing_since: DateTime | None = read(
        lambda it: instant(it, "failing_since_time"),
        "Since when no message has arrived though some were tried; null while they arrive.",
    )
    waiting: Long = column(
        "How many deliveries wait; 10,000 stands for that many or more. 0 in the answer of a write."
    )
    given_up: Long = column(
        "How many were given up in the last 30 days; 10,000 stands for that many or more. 0 in the"
        " answer of a write."
    )
    replays: list[WebhookReplay] = column(
        "Its last replays, the newest first. Empty in the answer of a write.", size=_KEPT
    )


@strawberry.type(description="An attempt to deliver a message.")
class WebhookAttempt:
    """Source: tessera.feedback.v1.DeliveryAttempt."""

    at: DateTime = read(lambda it: moment(it.time), "The time at which it began.")
    status: int | None = read(
        lambda it: it.status or None, "The status of the answer; null when there was none."
    )
    problem: str | None = read(
        lambda it: it.problem or None,
        "Without an answer: ADDRESS_NOT_PUBLIC, NAME_UNKNOWN, CONNECT_FAILED, TLS_FAILED, TIMEOUT"
        " or ANSWER_MALFORMED.",
    )
    duration_ms: int = column("The time that it took, in milliseconds.")


@strawberry.type(description="A message on its way to an endpoint.")
class WebhookDelivery:
    """Source: tessera.feedback.v1.Delivery."""

    id: strawberry.ID = column("The id.")
    endpoint_id: strawberry.ID = column("The endpoint's id.")
    message_id: strawberry.ID = column(
        "The message's id, the same in each attempt and replay: the header `webhook-id`."
    )
    type: str = column("The type of the event.")
    member_id: strawberry.ID | None = read(
        lambda it: to_global("Member", it.member_id) if it.member_id else None,
        "The global id of the member; null for what concerns the brand alone.",
    )
    member_seq: Long = column(
        "Its number among those of this endpoint and member, or of the replay, from 1."
    )
    replay_id: strawberry.ID | None = read(
        lambda it: it.replay_id or None, "The replay that it belongs to; null for none."
    )
    state: WebhookDeliveryState = column("The state.")
    created_at: DateTime = read(
        lambda it: moment(it.create_time), "The time at which it was queued."
    )
    tries: int = column("How often it was tried.")
    attempts: list[WebhookAttempt] = column("The last attempts, the newest last.", size=_KEPT)


@strawberry.type(description="An endpoint of the page, with its cursor.")
class WebhookEndpointEdge:
    """Source: cursor and endpoint."""

    cursor: str = edge_cursor(first_of)
    node: WebhookEndpoint = edge_node(second_of)


@strawberry.type(description="A page of the brand's endpoints, the oldest first.")
class WebhookEndpointConnection:
    """Source: Page."""

    edges: list[WebhookEndpointEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A delivery of the page, with its cursor.")
class WebhookDeliveryEdge:
    """Source: cursor and delivery."""

    cursor: str = edge_cursor(first_of)
    node: WebhookDelivery = edge_node(second_of)


@strawberry.type(description="A page of deliveries.")
class WebhookDeliveryConnection:
    """Source: Page."""

    edges: list[WebhookDeliveryEdge] = edges()
    page_info: PageInfo = page_info()


async def _endpoints(context: RequestContext, first: First = 20, after: After = None) -> Page:
    method = context.services.partners.ListEndpoints
    request = pb.ListEndpointsRequest()
    return await page_of(context, _ENDPOINTS, method, request, "endpoints", first, after)


async def _types(context: RequestContext) -> list[str]:
    services, request = context.services, pb.ListEndpointsRequest(page_size=1)
    answer = await services.read(services.partners.ListEndpoints, request, context.caller)
    return list(answer.known_types)


async def _backlog(
    context: RequestContext, endpoint_id: EndpointId, first: First = 20, after: After = None
) -> Page:
    method = context.services.partners.ListBacklog
    request = pb.ListBacklogRequest(endpoint_id=endpoint_id)
    return await page_of(context, _BACKLOG, method, request, "deliveries", first, after)


async def _attempts(
    context: RequestContext, endpoint_id: EndpointId, first: First = 20, after: After = None
) -> Page:
    method = context.services.partners.ListAttempts
    request = pb.ListAttemptsRequest(endpoint_id=endpoint_id)
    return await page_of(context, _ATTEMPTS, method, request, "deliveries", first, after)


@strawberry.type
class WebhookQueries:
    """The fields of Query."""

    webhook_endpoints: WebhookEndpointConnection | None = call(
        _endpoints,
        "The endpoints of the brand's partners. For operators with the scope `webhooks:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )
    webhook_event_types: list[str] | None = call(
        _types,
        "All types of events that an endpoint can ask for. For operators with the scope"
        " `webhooks:read`.",
        rule=Rule.OPERATORS,
        size=TYPES_MOST,
    )
    webhook_backlog: WebhookDeliveryConnection | None = call(
        _backlog,
        "Deliveries of an endpoint that wait or were given up, the oldest first. For operators with"
        " the scope `webhooks:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )
    webhook_attempts: WebhookDeliveryConnection | None = call(
        _attempts,
        "Deliveries of an endpoint that were tried, the one that was tried last first; those that"
        " ended are kept for 30 days. For operators with the scope `webhooks:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )
