"""The application: /graphql, /login, /healthz, /readyz."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from gateway.http.delivery import Delivery
from gateway.http.gateway import Gateway
from gateway.http.graphql_endpoint import GraphQLEndpoint
from gateway.http.login import WechatLogin
from gateway.http.visitors import Visitors
from gateway.http.websockets import Sockets
from gateway.upstream.clients import Channels

__all__ = ["Gateway", "make_app"]


def make_app(
    gateway: Gateway,
    channels: Channels,
    login: WechatLogin | None = None,
    visitors: Visitors | None = None,
) -> Starlette:
    """The application, with the ways in of `login` and `visitors` where they are.

    Its lifespan follows the services and closes the channels.
    """
    sockets = Sockets(gateway)
    delivery = Delivery(
        GraphQLEndpoint(gateway),
        origins=gateway.settings.allowed_origins,
        concurrency=gateway.concurrency,
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        gateway.hub.start()
        yield
        await gateway.hub.stop()
        if gateway.rate_limiter is not None:
            await gateway.rate_limiter.close()
        await channels.close()

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        # A service away costs its fields, not the gateway, so this only tells.
        states = {
            name: getattr(channels, name).get_state(try_to_connect=True).name.lower()
            for name in ("members", "points", "feedback")
        }
        good = all(state in ("ready", "idle") for state in states.values())
        return JSONResponse({"status": "ok" if good else "degraded", "services": states})

    async def socket(websocket: WebSocket) -> None:
        await sockets.serve(websocket.scope, websocket.receive, websocket.send)

    return Starlette(
        routes=[
            *(login.routes if login else ()),
            *(visitors.routes if visitors else ()),
            Route("/graphql", delivery, methods=None),
            WebSocketRoute("/graphql", socket),
            Route("/healthz", health),
            Route("/readyz", ready),
        ],
        lifespan=lifespan,
    )
