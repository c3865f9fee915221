"""What providers of messages post to us: receipts, and replies of members.

    POST /hooks/<brand>/<channel>   with the three headers of Standard Webhooks, and JSON
    → 204: taken · 400: malformed · 403: not signed · 413, 429: less, or later · 503: send it again

    GET, POST /hooks/<brand>/wechat   with signature, timestamp and nonce in the query
    → what WeChat posts of a mini-program, in JSON and unencrypted: 200 with the echostr of a GET,
      or "success" · else as above

The gateway bounds it and charges its address; feedback knows the secrets, and judges and reads it.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import grpc
from prometheus_client import Counter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.guards.rate_limit import RateLimited, RateLimiter, client_address
from gateway.upstream.clients import Services, watcher
from services.common import deadlines, telemetry
from services.common.errors import reason_of
from tessera.feedback.v1 import reach_pb2, subscriptions_pb2

BODY_BYTES_MAX = 64 * 1024
HEADER_CHARS_MAX = 1_000
ECHO_CHARS_MAX = 200
COST = 20
TIMEOUT_S = 15.0

HOOKS = Counter("tessera_gateway_hooks_total", "Posts of providers, by status.", ["status"])

_REFUSED = {"HOOK_NOT_SIGNED": 403, "RECEIPTS_INVALID": 400, "INVALID_ARGUMENT": 400}
_TAKEN, _TOO_LARGE, _TOO_MANY, _AWAY = 204, 413, 429, 503

_log = telemetry.log("hooks")


class Hooks:
    """The endpoint."""

    def __init__(
        self, services: Services, *, rate_limiter: RateLimiter | None = None, proxies: int = 0
    ) -> None:
        self._services = services
        self._rate_limiter = rate_limiter
        self._proxies = proxies

    @property
    def routes(self) -> Sequence[Route]:
        """The route of the endpoint."""
        return [
            Route("/hooks/{brand}/wechat", self.take_wechat, methods=["GET", "POST"]),
            Route("/hooks/{brand}/{channel}", self.take, methods=["POST"]),
        ]

    async def take(self, request: Request) -> Response:
        """POST /hooks/<brand>/<channel>."""
        status, headers = await self._bounded(request, self._take)
        return Response(status_code=status, headers=headers)

    async def take_wechat(self, request: Request) -> Response:
        """GET and POST /hooks/<brand>/wechat."""
        status, headers = await self._bounded(request, self._take_wechat)
        if status != _TAKEN:
            return Response(status_code=status, headers=headers)
        # WeChat asks whether the address is ours, and wants its own text back.
        asked = request.query_params.get("echostr", "")[:ECHO_CHARS_MAX]
        said = asked if request.method == "GET" else "success"
        return PlainTextResponse(said, headers=headers)

    async def _bounded(
        self, request: Request, take: Callable[[Request], Awaitable[int]]
    ) -> tuple[int, dict[str, str]]:
        """The status of a post and the headers of its answer."""
        with telemetry.server_span("POST /hooks", dict(request.headers)):
            headers = {"cache-control": "no-store"}
            try:
                async with deadlines.within(TIMEOUT_S):
                    status = await take(request)
            except RateLimited as limited:
                status = _TOO_MANY
                headers["retry-after"] = str(limited.retry_after_s)
            except (deadlines.DeadlineExceeded, ClientDisconnect):
                status = _AWAY
        HOOKS.labels(str(status)).inc()
        return status, headers

    async def _take(self, request: Request) -> int:
        body = await self._body(request)
        if body is None:
            return _TOO_LARGE
        shown = {
            name: request.headers.get(f"webhook-{name}", "")[:HEADER_CHARS_MAX]
            for name in ("id", "timestamp", "signature")
        }
        asked = reach_pb2.TakeReceiptsRequest(
            brand=request.path_params["brand"],
            channel=request.path_params["channel"],
            message_id=shown["id"],
            timestamp=shown["timestamp"],
            signatures=shown["signature"],
            body=body,
        )
        return await self._told(self._services.reach.TakeReceipts, asked)

    async def _take_wechat(self, request: Request) -> int:
        body = await self._body(request)
        if body is None:
            return _TOO_LARGE
        shown = {
            name: request.query_params.get(name, "")[:HEADER_CHARS_MAX]
            for name in ("signature", "timestamp", "nonce")
        }
        asked = subscriptions_pb2.TakeWechatPushRequest(
            brand=request.path_params["brand"], body=body, **shown
        )
        return await self._told(self._services.subscriptions.TakeWechatPush, asked)

    async def _body(self, request: Request) -> bytes | None:
        """The body of a request whose address may ask; None where it is too large."""
        if self._rate_limiter is not None:
            address = client_address(request.scope, self._proxies)
            await self._rate_limiter.charge(None, address, COST)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > BODY_BYTES_MAX:
                return None
        return body

    async def _told(self, method: Callable[..., Awaitable[Any]], asked: object) -> int:
        """The status by what feedback says."""
        try:
            await self._services.write(method, asked, watcher())
        except grpc.RpcError as error:
            refusal = reason_of(error)
            reason = refusal.reason if refusal is not None else ""
            if reason not in _REFUSED:
                _log.warning("hook_failed", error=type(error).__name__, reason=reason)
            return _REFUSED.get(reason, _AWAY)
        return _TAKEN
