"""Endpoints beside GraphQL: POST of a small JSON object, answered by another.

Each request is charged to its address first and ends within TIMEOUT_S. Its errors have the form of
GraphQL's.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import Response

from gateway.core.errors import Code, Refused, explain, http_status
from gateway.guards.rate_limit import RateLimiter, client_address
from gateway.schema.core.context import language_of
from services.common import deadlines, telemetry

BODY_BYTES_MAX = 4096
TIMEOUT_S = 8.0
_STATUS = {"INTERNAL": 500, "SESSION_ENDED": 401, "INVALID_ARGUMENT": 400}
_AWAY_STATUS = 503

LOGINS = Counter("tessera_gateway_logins_total", "Logins, by outcome.", ["outcome"])

Work = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]


class JsonEndpoint:
    """Charges and bounds requests, and answers errors."""

    def __init__(self, *, rate_limiter: RateLimiter | None = None, proxies: int = 0) -> None:
        self.rate_limiter = rate_limiter
        self._proxies = proxies

    async def answer(self, request: Request, cost: int, work: Work) -> Response:
        """The answer that `work` makes of the body: JSON, or 204 for None."""
        headers = {"cache-control": "no-store"}
        language = language_of(request.headers.get("accept-language", "")) or "zh"
        with telemetry.server_span(f"POST {request.url.path}", dict(request.headers)):
            try:
                async with deadlines.within(TIMEOUT_S):
                    await self._charge(request, cost)
                    answer = await work(await _body(request))
            except Refused as refused:
                LOGINS.labels(str(refused.code)).inc()
                return error_response(refused, headers)
            except Exception as error:
                if isinstance(error, deadlines.DeadlineExceeded):
                    error = TimeoutError()
                message, extensions = explain(error, language)
                code = extensions["code"]
                LOGINS.labels(code).inc()
                return _failure(_STATUS.get(code, _AWAY_STATUS), message, extensions, headers)
        if answer is None:
            return Response(status_code=204, headers=headers)
        return Response(orjson.dumps(answer), media_type="application/json", headers=headers)

    async def _charge(self, request: Request, cost: int) -> None:
        if self.rate_limiter is None:
            return
        address = client_address(request.scope, self._proxies)
        await self.rate_limiter.charge(None, address, cost)


def text(body: Mapping[str, Any], name: str, chars_max: int) -> str:
    """A text of the body. Raises Refused unless it has 1 to `chars_max` characters."""
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= chars_max:
        raise Refused(Code.BODY_INVALID, f"`{name}` has 1 to {chars_max} characters.")
    return value


async def _body(request: Request) -> dict[str, Any]:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise Refused(Code.CONTENT_TYPE_INVALID, "Send application/json.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            raise Refused(Code.BODY_TOO_LARGE, f"At most {BODY_BYTES_MAX} bytes.")
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(Code.BODY_INVALID, "The body is not JSON.") from error
    if not isinstance(content, dict):
        raise Refused(Code.BODY_INVALID, "Send an object.")
    return content


def error_response(refused: Refused, headers: Mapping[str, str] | None = None) -> Response:
    """The response for a refusal."""
    sent = dict(headers or {"cache-control": "no-store"})
    if (retry_after := refused.details.get("retryAfter")) is not None:
        sent["retry-after"] = str(retry_after)
    return _failure(http_status(refused.code), refused.message, refused.details, sent)


def _failure(
    status: int, message: str, extensions: Mapping[str, Any], headers: Mapping[str, str]
) -> Response:
    body = orjson.dumps({"errors": [{"message": message, "extensions": extensions}]})
    return Response(body, status, dict(headers), media_type="application/json")
