"""/graphql over websockets: graphql-transport-ws, run by Strawberry with our limits.

A socket brings its token within INIT_TIMEOUT. Until then it counts among those that wait
(`guards.stream_limits`); `guards.socket_protocol` bounds its frames. Each operation is charged
SUBSCRIBE_COST before anything is done for it, also one that is completed at once; its own cost
follows. A message that is none of the protocol closes the socket with 4400.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.types import Message, Receive, Scope, Send
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)

from gateway.core.errors import present
from gateway.guards.rate_limit import REFUSED_COST, RateLimited
from gateway.guards.socket_protocol import CLOSE_BAD_REQUEST, CLOSE_TOO_MANY
from gateway.guards.stream_limits import SocketPlace
from gateway.http.gateway import Gateway
from gateway.schema.core.context import RequestContext, language_of
from services.common.auth import Unauthenticated

SUBSCRIPTIONS_PER_SOCKET_MAX = 20
INIT_TIMEOUT = timedelta(seconds=5)
SUBSCRIBE_COST = 5
OPERATION_ID_CHARS_MAX = 128
REASON_BYTES_MAX = 123
"""The most that a close frame holds beside its code (RFC 6455, 5.5)."""
CLOSE_TRY_LATER = 1013
"""Try again later (registry of RFC 6455): the process has as many sockets as it can hold."""
_CONTEXT = "tessera.context"
_PLACE = "tessera.place"


class _Operations(BaseGraphQLTransportWSHandler[RequestContext, None]):
    """The protocol of one socket."""

    async def handle_message(self, message: Any) -> None:
        """Strawberry takes the shape of a message for granted."""
        if _is_of_the_protocol(message):
            await super().handle_message(message)
        else:
            await self.handle_invalid_message("not a message of graphql-transport-ws")

    async def handle_subscribe(self, message: Any) -> None:
        if self.connection_acknowledged:
            try:
                await self.context.charge(SUBSCRIBE_COST)
            except RateLimited as limited:
                await self._refuse(message["id"], limited)
                return
        await super().handle_subscribe(message)

    async def _refuse(self, operation_id: str, error: GraphQLError) -> None:
        shown = present(error, language=self.context.language, suggestions=False)
        await self.send_message({"id": operation_id, "type": "error", "payload": [shown.formatted]})


def _is_of_the_protocol(message: Any) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] not in ("subscribe", "complete"):
        return True
    operation_id = message.get("id")
    if not isinstance(operation_id, str) or len(operation_id) > OPERATION_ID_CHARS_MAX:
        return False
    payload = message.get("payload")
    return message["type"] == "complete" or (isinstance(payload, dict) and "query" in payload)


class Sockets(GraphQL[RequestContext, None]):
    """The websockets of /graphql."""

    graphql_transport_ws_handler_class = _Operations

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(
            gateway.schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=INIT_TIMEOUT,
            max_subscriptions_per_connection=SUBSCRIPTIONS_PER_SOCKET_MAX,
        )
        self._gateway = gateway
        self._origins = gateway.settings.origins

    def is_websocket_origin_allowed(self, request: Any, origin: str) -> bool:
        """True for a page of an origin in the settings."""
        return origin in self._origins

    async def get_context(self, request: Any, response: Any) -> RequestContext:
        """A context without a caller: `connection_init` brings the token."""
        address = self._gateway.address(request.scope)
        context = self._gateway.context(None, request.headers.get("accept-language", ""), address)
        context.place = request.scope[_PLACE]
        request.scope[_CONTEXT] = context
        return context

    async def on_ws_connect(self, context: RequestContext) -> Any:
        """The payload brings `authorization: Bearer …`, and may bring `language`: zh or en.

        As a browser's socket has no headers of its own, `Accept-Language` is taken there too. Names
        are taken in any case of letters, as those of headers.
        """
        # The payload is read once and dropped: it may be large, and a socket may stay for hours.
        params, context.connection_params = context.connection_params or {}, None
        tokens = [value for name, value in params.items() if name.lower() == "authorization"]
        if len(tokens) > 1:
            context.close_with = CLOSE_BAD_REQUEST, "two tokens"
            raise ConnectionRejectionError
        header = tokens[0] if tokens and isinstance(tokens[0], str) else ""
        try:
            caller = self._gateway.caller(header)
            if caller is None:
                raise Unauthenticated("no token")
        except Unauthenticated as error:
            try:
                await context.charge(REFUSED_COST)
            except RateLimited:
                context.close_with = CLOSE_TOO_MANY, "too many refused tokens"
            raise ConnectionRejectionError from error
        context.caller_or_none = caller
        context.token_expires_at = self._gateway.token_expires_at(header)
        context.language = _language_in(params) or context.language
        fits_process, fits_caller = context.place.take(caller)
        if not fits_process:
            context.close_with = CLOSE_TRY_LATER, "too many connections"
        elif not fits_caller:
            context.close_with = CLOSE_TOO_MANY, "too many connections"
        if context.close_with:
            raise ConnectionRejectionError
        return await super().on_ws_connect(context)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket, within the limits of streams."""
        place = SocketPlace(self._gateway.streams, self._gateway.address(scope))
        try:
            if place.waits:
                scope[_PLACE] = place
                await self(scope, receive, _closing(scope, send))
            else:
                # A close code reaches the front end only over an accepted socket.
                protocol = GRAPHQL_TRANSPORT_WS_PROTOCOL
                await send({"type": "websocket.accept", "subprotocol": protocol})
                await send({"type": "websocket.close", "code": CLOSE_TRY_LATER})
        finally:
            place.leave()

    def encode_json(self, data: object) -> str:
        """JSON as over HTTP."""
        return orjson.dumps(data, option=orjson.OPT_UTC_Z).decode()

    def decode_json(self, data: str | bytes) -> object:
        """Raises json.JSONDecodeError."""
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise json.JSONDecodeError("not JSON", "", 0) from error


def _language_in(params: Mapping[str, Any]) -> str | None:
    named = {name.lower(): value for name, value in params.items()}
    for name in ("language", "accept-language"):
        wanted = named.get(name)
        if isinstance(wanted, str) and (language := language_of(wanted)):
            return language
    return None


def _closing(scope: Scope, send: Send) -> Send:
    """`send`, which closes with code and reason of the context where that has them."""

    async def sent(message: Message) -> None:
        if message["type"] == "websocket.close":
            context: RequestContext | None = scope.get(_CONTEXT)
            code, reason = message.get("code", 1000), message.get("reason") or ""
            if context is not None and context.close_with:
                code, reason = context.close_with
            # Strawberry names what it could not read: a longer reason would break the frame.
            short = reason.encode()[:REASON_BYTES_MAX].decode(errors="ignore")
            message = {**message, "code": code, "reason": short}
        await send(message)

    return sent
