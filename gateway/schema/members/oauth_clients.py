"""Clients: programs of a brand that get tokens by OAuth, for the operators who make them."""

from enum import Enum
from typing import Annotated

import strawberry

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
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from tessera.members.v1 import clients_pb2 as pb

_KIND = "oauthClient"
_SCOPED = "For operators with the scope `clients:write`."
SCOPES_MOST = 32


@strawberry.enum(description="The role of a client.")
class OauthClientRole(Enum):
    """As tessera.members.v1.ClientRole."""

    CHANNEL = enum_value(
        pb.CLIENT_ROLE_CHANNEL, "A till, a CRM or another channel: it calls the services."
    )
    OPERATOR = enum_value(
        pb.CLIENT_ROLE_OPERATOR, "A tool of the brand's staff: it may call this API too."
    )


@strawberry.type(description="A secret of a client, without the secret itself.")
class OauthClientSecret:
    """Source: tessera.members.v1.ClientSecret."""

    created_at: DateTime = read(lambda it: moment(it.create_time), "The time of its making.")
    expires_at: DateTime | None = read(
        lambda it: instant(it, "expire_time"),
        "The time from which it is good no more; null for the newest.",
    )


@strawberry.type(description="A program of the brand that gets tokens by OAuth 2.0.")
class OauthClient:
    """Source: tessera.members.v1.Client."""

    id: strawberry.ID = column("The client's id, by which it logs in.")
    name: str = column("The operator's own words for it; empty for one that was made without.")
    role: OauthClientRole = column("Its role.")
    scopes: list[str] = column("The scopes of its tokens.", size=SCOPES_MOST)
    channel: str | None = read(
        lambda it: it.channel or None,
        "The only channel that it may name in activities; null for any.",
    )
    stores: list[str] | None = read(
        lambda it: list(it.stores) or None,
        "The codes of the only stores that it works for; null for all of the brand.",
        size=2,
    )
    secrets: list[OauthClientSecret] = column(
        "Its secrets that are good, the newest last; none of one that was revoked.", size=2
    )
    created_at: DateTime = read(lambda it: moment(it.create_time), "The time of its making.")
    revoked_at: DateTime | None = read(
        lambda it: instant(it, "revoke_time"),
        "The time at which it was revoked, which is for ever; null while it is good.",
    )


@strawberry.type(description="A client, with its place in the list.")
class OauthClientEdge:
    """Source: a pair of cursor and client."""

    cursor: str = edge_cursor(first_of)
    node: OauthClient = edge_node(second_of)


@strawberry.type(description="A page of clients, the newest first.")
class OauthClientConnection:
    """Source: Page."""

    edges: list[OauthClientEdge] = edges()
    page_info: PageInfo = page_info()


async def _clients(context: RequestContext, first: First = 20, after: After = None) -> Page:
    method = context.services.client_register.ListClients
    return await page_of(context, _KIND, method, pb.ListClientsRequest(), "clients", first, after)


@strawberry.type
class OauthClientQueries:
    """The field of Query."""

    oauth_clients: OauthClientConnection | None = call(
        _clients,
        "The brand's programs that get tokens by OAuth 2.0, the newest first; revoked ones stay in"
        " the list. For operators with the scope `clients:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="A client to make.")
class CreateOauthClientInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    name: str = required("The operator's own words for it, 1 to 60 characters.")
    role: OauthClientRole = required("Its role.")
    scopes: list[str] = required(
        "The scopes of its tokens, such as `orders:write`: 1 to 32, all of them the operator's own."
    )
    channel: str = optional(
        "The only channel that it may name in activities, for the role CHANNEL; any when left out.",
        "",
    )
    stores: list[str] | None = optional(
        "The codes of the only stores that it works for, at most 50; all of the brand when left"
        " out."
    )


@strawberry.input(description="A client that gets a new secret.")
class RotateOauthClientSecretInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    client_id: strawberry.ID = required("The client's id.")
    at_once: bool = optional(
        "True when the secret before leaked: it ends at once, with the tokens made by it, and not"
        " after 24 hours.",
        False,
    )


@strawberry.input(description="A client to revoke.")
class RevokeOauthClientInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    client_id: strawberry.ID = required("The client's id.")


@strawberry.type(description="The client with its new secret, or the reasons of the refusal.")
class OauthClientSecretPayload:
    """Source: Outcome of CreateClientResponse or RotateClientSecretResponse."""

    client: OauthClient | None = read(
        lambda outcome: outcome.result and outcome.result.client, "The client; null when refused."
    )
    secret: str | None = read(
        lambda outcome: (outcome.result and outcome.result.secret) or None,
        "The secret, `tsk_…`, shown once: keep it. Null when refused, and in a repeat, since it is"
        " kept nowhere: make another one.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The client, or the reasons of the refusal.")
class OauthClientPayload:
    """Source: Outcome of a client."""

    client: OauthClient | None = read(
        lambda outcome: outcome.result, "The client; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _create(
    context: RequestContext, input: Annotated[CreateOauthClientInput, INPUT]
) -> Outcome:
    def request() -> pb.CreateClientRequest:
        return pb.CreateClientRequest(
            request_id=input.request_id,
            name=input.name,
            role=input.role.value,
            scopes=input.scopes,
            channel=input.channel,
            stores=input.stores or (),
        )

    method = context.services.client_register.CreateClient
    return await perform(context, "createOauthClient", method, request, None)


async def _rotate(
    context: RequestContext, input: Annotated[RotateOauthClientSecretInput, INPUT]
) -> Outcome:
    def request() -> pb.RotateClientSecretRequest:
        return pb.RotateClientSecretRequest(
            request_id=input.request_id, client_id=input.client_id, at_once=input.at_once
        )

    method = context.services.client_register.RotateClientSecret
    return await perform(context, "rotateOauthClientSecret", method, request, None)


async def _revoke(
    context: RequestContext, input: Annotated[RevokeOauthClientInput, INPUT]
) -> Outcome:
    def request() -> pb.RevokeClientRequest:
        return pb.RevokeClientRequest(request_id=input.request_id, client_id=input.client_id)

    method = context.services.client_register.RevokeClient
    return await perform(context, "revokeOauthClient", method, request, "client")


@strawberry.type
class OauthClientMutations:
    """The fields of Mutation."""

    create_oauth_client: OauthClientSecretPayload | None = mutation(
        "createOauthClient",
        _create,
        "Makes a program of the brand that gets tokens by OAuth 2.0, and shows its secret. It gets"
        f" no scope that the operator has not got. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
    rotate_oauth_client_secret: OauthClientSecretPayload | None = mutation(
        "rotateOauthClientSecret",
        _rotate,
        "Makes a new secret and shows it; the one before is good for 24 hours more. Only for"
        f" operators who have all scopes of the client. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
    revoke_oauth_client: OauthClientPayload | None = mutation(
        "revokeOauthClient",
        _revoke,
        f"Switches a client off for ever; its tokens end within a minute. {_SCOPED}",
        rule=Rule.OPERATORS,
    )
