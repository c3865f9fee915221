"""/graphql over websockets: graphql-transport-ws, run by Strawberry with our limits."""

import json
from datetime import timedelta
from typing import Any

import orjson
from starlette.types import Message, Receive, Scope, Send
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from gateway.http.gateway import Gateway
from gateway.schema.core.context import RequestContext, language_of
from services.common.auth import Unauthenticated

SUBSCRIPTIONS_PER_SOCKET_MAX = 20
INIT_TIMEOUT = timedelta(seconds=10)
CLOSE_TRY_LATER = 1013
"""Try again later (registry of RFC 6455): the process has as many streams as it can hold."""
CLOSE_TOO_MANY = 4429
"""Too many (graphql-transport-ws): the caller has too many sockets."""
_CONTEXT = "tessera.context"


class Sockets(GraphQL[RequestContext, None]):
    """The websockets of /graphql."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(
            gateway.schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=INIT_TIMEOUT,
            max_subscriptions_per_connection=SUBSCRIPTIONS_PER_SOCKET_MAX,
            allowed_origins=gateway.settings.allowed_origins,
        )
        self._gateway = gateway

    async def get_context(self, request: Any, response: Any) -> RequestContext:
        """A context without a caller: `connection_init` brings the token."""
        headers = request.headers
        address = self._gateway.address(request.client, headers.get("x-forwarded-for", ""))
        context = self._gateway.context(None, headers.get("accept-language", ""), address)
        request.scope[_CONTEXT] = context
        return context

    async def on_ws_connect(self, context: RequestContext) -> Any:
        """The payload brings `authorization: Bearer …`, and may bring `language`: zh or en.

        As a browser's socket has no headers of its own, `Accept-Language` is taken there too.
        """
        # The payload is read once and dropped: it may be large, and a socket may stay for hours.
        params, context.connection_params = context.connection_params or {}, None
        header = params.get("authorization", "")
        try:
            caller = self._gateway.caller(header if isinstance(header, str) else "")
            if caller is None:
                raise Unauthenticated("no token")
        except Unauthenticated as error:
            raise ConnectionRejectionError from error
        context.caller_or_none = caller
        context.token_expires_at = self._gateway.token_expires_at(header)
        for name in ("language", "accept-language", "Accept-Language"):
            wanted = params.get(name)
            if isinstance(wanted, str) and (language := language_of(wanted)):
                context.language = language
                break
        if not self._gateway.streams.claim(caller):
            context.close_code = CLOSE_TOO_MANY
            raise ConnectionRejectionError
        return await super().on_ws_connect(context)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket, within the limits of streams."""
        streams = self._gateway.streams
        try:
            if streams.enter():
                await self(scope, receive, _with_our_code(scope, send))
            else:
                # A close code reaches the front end only over an accepted socket.
                protocol = GRAPHQL_TRANSPORT_WS_PROTOCOL
                await send({"type": "websocket.accept", "subprotocol": protocol})
                await send({"type": "websocket.close", "code": CLOSE_TRY_LATER})
        finally:
            streams.leave()
            context: RequestContext | None = scope.get(_CONTEXT)
            if context is not None and context.caller_or_none is not None:
                streams.release(context.caller_or_none)

    def encode_json(self, data: object) -> str:
        """JSON as over HTTP."""
        return orjson.dumps(data, option=orjson.OPT_UTC_Z).decode()

    def decode_json(self, data: str | bytes) -> object:
        """Raises json.JSONDecodeError."""
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise json.JSONDecodeError("not JSON", "", 0) from error


def _with_our_code(scope: Scope, send: Send) -> Send:
    """`send`, which closes with the code of the context where that has one."""

    async def sent(message: Message) -> None:
        context: RequestContext | None = scope.get(_CONTEXT)
        if message["type"] == "websocket.close" and context is not None and context.close_code:
            message = {**message, "code": context.close_code, "reason": "too many connections"}
        await send(message)

    return sent
