"""What providers of messages post to us: receipts, and replies of members.

    POST /hooks/<brand>/<channel>   with the three headers of Standard Webhooks, and JSON
    → 204: taken · 400: malformed · 403: not signed · 413, 429: less, or later · 503: send it again

The gateway bounds it and charges its address; feedback knows the secrets, and judges and reads it.
"""

from collections.abc import Sequence

import grpc
from prometheus_client import Counter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.guards.rate_limit import RateLimited, RateLimiter, client_address
from gateway.upstream.clients import Services, watcher
from services.common import deadlines, telemetry
from services.common.errors import reason_of
from tessera.feedback.v1 import reach_pb2

BODY_BYTES_MAX = 64 * 1024
HEADER_CHARS_MAX = 1_000
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
        return [Route("/hooks/{brand}/{channel}", self.take, methods=["POST"])]

    async def take(self, request: Request) -> Response:
        """POST /hooks/<brand>/<channel>."""
        with telemetry.server_span("POST /hooks", dict(request.headers)):
            headers = {"cache-control": "no-store"}
            try:
                async with deadlines.within(TIMEOUT_S):
                    status = await self._take(request)
            except RateLimited as limited:
                status = _TOO_MANY
                headers["retry-after"] = str(limited.retry_after_s)
            except (deadlines.DeadlineExceeded, ClientDisconnect):
                status = _AWAY
        HOOKS.labels(str(status)).inc()
        return Response(status_code=status, headers=headers)

    async def _take(self, request: Request) -> int:
        if self._rate_limiter is not None:
            address = client_address(request.scope, self._proxies)
            await self._rate_limiter.charge(None, address, COST)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > BODY_BYTES_MAX:
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
        try:
            await self._services.write(self._services.reach.TakeReceipts, asked, watcher())
        except grpc.RpcError as error:
            refusal = reason_of(error)
            reason = refusal.reason if refusal is not None else ""
            if reason not in _REFUSED:
                _log.warning("hook_failed", error=type(error).__name__, reason=reason)
            return _REFUSED.get(reason, _AWAY)
        return _TAKEN
