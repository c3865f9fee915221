"""Writes about webhooks: endpoints, their secrets, what is sent again."""

from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.webhooks import WebhookDelivery, WebhookEndpoint, WebhookReplay
from tessera.feedback.v1 import partners_pb2 as pb

_SCOPED = "For operators with the scope `webhooks:write`."
_TYPES = "The types of events that it gets, as `webhookEventTypes` lists them; all when empty."


@strawberry.input(description="An endpoint to make.")
class CreateWebhookEndpointInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    url: str = required(
        "An https address of a public host, on port 443 or 8443, without a user, of at most 500"
        " characters."
    )
    description: str = optional("The operator's own words for it, up to 200 characters.", "")
    types: list[str] = strawberry.field(default_factory=list, description=_TYPES)


@strawberry.input(description="An endpoint to change.")
class UpdateWebhookEndpointInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    endpoint_id: strawberry.ID = required("The endpoint's id.")
    types: list[str] = required(_TYPES)
    enabled: bool = required(
        "True to switch it on, also after its own answers switched it off; false to switch it off."
    )


@strawberry.input(description="An endpoint to delete.")
class DeleteWebhookEndpointInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    endpoint_id: strawberry.ID = required("The endpoint's id.")


@strawberry.input(description="An endpoint that gets a new secret.")
class RotateWebhookSecretInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    endpoint_id: strawberry.ID = required("The endpoint's id.")
    at_once: bool = optional(
        "True when the secret before leaked: it ends at once, not after 24 hours.", False
    )


@strawberry.input(description="A delivery to send again.")
class ResendDeliveryInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    delivery_id: strawberry.ID = required("The delivery's id.")


@strawberry.input(description="An endpoint to try.")
class TestWebhookEndpointInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    endpoint_id: strawberry.ID = required("The endpoint's id.")


@strawberry.input(description="A span of time to send again.")
class ReplayWebhooksInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    endpoint_id: strawberry.ID = required("The endpoint's id.")
    from_time: DateTime = required("The first instant of the span.")
    to_time: DateTime | None = optional("The instant after the span; the present when left out.")
    types: list[str] = strawberry.field(
        default_factory=list, description="Types of events; all of the endpoint's when empty."
    )


@strawberry.type(description="The endpoint with its new secret, or the reasons of the refusal.")
class WebhookSecretPayload:
    """Source: Outcome of CreateEndpointResponse or RotateSecretResponse."""

    endpoint: WebhookEndpoint | None = read(
        lambda outcome: outcome.result and outcome.result.endpoint,
        "The endpoint; null when refused.",
    )
    secret: str | None = read(
        lambda outcome: (outcome.result and outcome.result.secret) or None,
        "The secret, `whsec_…`, shown once: keep it. Null when refused, and in a repeat after ten"
        " minutes.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The endpoint, or the reasons of the refusal.")
class WebhookEndpointPayload:
    """Source: Outcome of an endpoint."""

    endpoint: WebhookEndpoint | None = read(
        lambda outcome: outcome.result, "The endpoint; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The delivery, or the reasons of the refusal.")
class ResendDeliveryPayload:
    """Source: Outcome of a delivery."""

    delivery: WebhookDelivery | None = read(
        lambda outcome: outcome.result, "The delivery, which waits; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The delivery of the test, or the reasons of the refusal.")
class TestWebhookEndpointPayload:
    """Source: Outcome of a delivery."""

    delivery: WebhookDelivery | None = read(
        lambda outcome: outcome.result, "The delivery, which waits; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The replay, or the reasons of the refusal.")
class ReplayWebhooksPayload:
    """Source: Outcome of a replay."""

    replay: WebhookReplay | None = read(
        lambda outcome: outcome.result, "The replay; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _create(
    context: RequestContext, input: Annotated[CreateWebhookEndpointInput, INPUT]
) -> Outcome:
    def request() -> pb.CreateEndpointRequest:
        return pb.CreateEndpointRequest(
            request_id=input.request_id,
            url=input.url,
            description=input.description,
            types=input.types,
        )

    method = context.services.partners.CreateEndpoint
    return await perform(context, "createWebhookEndpoint", method, request, None)


async def _update(
    context: RequestContext, input: Annotated[UpdateWebhookEndpointInput, INPUT]
) -> Outcome:
    def request() -> pb.UpdateEndpointRequest:
        return pb.UpdateEndpointRequest(
            request_id=input.request_id,
            endpoint_id=input.endpoint_id,
            types=input.types,
            enabled=input.enabled,
        )

    method = context.services.partners.UpdateEndpoint
    return await perform(context, "updateWebhookEndpoint", method, request, "endpoint")


async def _delete(
    context: RequestContext, input: Annotated[DeleteWebhookEndpointInput, INPUT]
) -> Outcome:
    def request() -> pb.DeleteEndpointRequest:
        return pb.DeleteEndpointRequest(request_id=input.request_id, endpoint_id=input.endpoint_id)

    method = context.services.partners.DeleteEndpoint
    return await perform(context, "deleteWebhookEndpoint", method, request, "endpoint")


async def _rotate(
    context: RequestContext, input: Annotated[RotateWebhookSecretInput, INPUT]
) -> Outcome:
    def request() -> pb.RotateSecretRequest:
        return pb.RotateSecretRequest(
            request_id=input.request_id, endpoint_id=input.endpoint_id, at_once=input.at_once
        )

    method = context.services.partners.RotateSecret
    return await perform(context, "rotateWebhookSecret", method, request, None)


async def _resend(context: RequestContext, input: Annotated[ResendDeliveryInput, INPUT]) -> Outcome:
    def request() -> pb.ResendDeliveryRequest:
        return pb.ResendDeliveryRequest(request_id=input.request_id, delivery_id=input.delivery_id)

    method = context.services.partners.ResendDelivery
    return await perform(context, "resendDelivery", method, request, "delivery")


async def _test(
    context: RequestContext, input: Annotated[TestWebhookEndpointInput, INPUT]
) -> Outcome:
    def request() -> pb.SendTestRequest:
        return pb.SendTestRequest(request_id=input.request_id, endpoint_id=input.endpoint_id)

    method = context.services.partners.SendTest
    return await perform(context, "testWebhookEndpoint", method, request, "delivery")


async def _replay(context: RequestContext, input: Annotated[ReplayWebhooksInput, INPUT]) -> Outcome:
    def request() -> pb.ReplayRequest:
        asked = pb.ReplayRequest(
            request_id=input.request_id, endpoint_id=input.endpoint_id, types=input.types
        )
        asked.from_time.FromDatetime(input.from_time)
        if input.to_time is not None:
            asked.to_time.FromDatetime(input.to_time)
        return asked

    method = context.services.partners.Replay
    return await perform(context, "replayWebhooks", method, request, "replay")


@strawberry.type
class WebhookMutations:
    """The fields of Mutation."""

    create_webhook_endpoint: WebhookSecretPayload | None = mutation(
        "createWebhookEndpoint",
        _create,
        f"Makes an endpoint, which gets what happens from now on, and shows its secret. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
    update_webhook_endpoint: WebhookEndpointPayload | None = mutation(
        "updateWebhookEndpoint",
        _update,
        "Sets the types of an endpoint, and switches it on or off. While it is off nothing is"
        f" queued for it: `replayWebhooks` brings that. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
    delete_webhook_endpoint: WebhookEndpointPayload | None = mutation(
        "deleteWebhookEndpoint",
        _delete,
        f"Deletes an endpoint, its secrets and everything that is queued for it. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
    rotate_webhook_secret: WebhookSecretPayload | None = mutation(
        "rotateWebhookSecret",
        _rotate,
        f"Makes a new secret and shows it; the one before signs too for 24 hours. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
    resend_delivery: ResendDeliveryPayload | None = mutation(
        "resendDelivery",
        _resend,
        f"Sends a delivery again, with its id and number. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
    test_webhook_endpoint: TestWebhookEndpointPayload | None = mutation(
        "testWebhookEndpoint",
        _test,
        "Sends an endpoint a message of the type `webhook.test`, whatever its types: of no member,"
        f" with no data, and waiting for nothing. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
    replay_webhooks: ReplayWebhooksPayload | None = mutation(
        "replayWebhooks",
        _replay,
        "Sends again what was recorded in a span of time, from any instant on, marked as a replay"
        f" and beside what happens now. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
