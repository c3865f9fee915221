"""/graphql over HTTP: POST, GET for persisted documents, and event streams."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from prometheus_client import Counter, Histogram
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from gateway.core.errors import Code, Refused, explain, http_status
from gateway.execution.cache_policy import cache_control
from gateway.execution.executor import Answer
from gateway.execution.persisted_documents import client_of, from_query
from gateway.execution.query_limits import BODY_BYTES_MAX, OPERATOR_BODY_BYTES_MAX
from gateway.guards.rate_limit import REFUSED_COST, RateLimited
from gateway.http.accepting import JSON, Accepted, accepted_by
from gateway.http.explorer_page import explorer_page
from gateway.http.gateway import Gateway
from gateway.http.sse import send_events
from gateway.http.web_app import WebApp
from gateway.schema.core.context import RequestContext
from services.common import deadlines, telemetry
from services.common.auth import Caller, Role, Unauthenticated

EXPLORER = "/console/explorer"
REQUEST_TIMEOUT_S = 10.0
BODY_TIMEOUT_S = 10.0
"""The time in which the body has to come; until then the request is not at work (`delivery`)."""
BUSY_RETRY_AFTER_S = 10

_Request: TypeAlias = tuple[str, dict[str, Any] | None, str | None]
"""Text, variables and operation name."""

REQUESTS = Counter("tessera_gateway_requests_total", "Requests answered.", ["outcome"])
SECONDS = Histogram(
    "tessera_gateway_seconds", "Time to answer a request.", buckets=telemetry.LATENCY_BUCKETS_S
)


class GraphQLEndpoint:
    """POST /graphql, and GET for persisted queries; in development GET shows a page to ask with.

    Where the client accepts one (`accepting`), a subscription is answered by an event stream.
    """

    def __init__(self, gateway: Gateway, console: WebApp | None = None) -> None:
        """Browsers are sent to the explorer of `console`, once that is built."""
        self._gateway = gateway
        self._console = console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        accepted = accepted_by(headers.get("accept", ""))
        method = scope["method"]
        if method != "POST" and (method != "GET" or self._is_page(scope, headers)):
            await self._other(method, headers)(scope, receive, send)
            return
        started = time.perf_counter()
        with telemetry.server_span(f"{method} /graphql", headers) as call:
            try:
                context, request = await self._admit(scope, headers, receive)
                if method == "POST" and self._is_stream(accepted, request):
                    await self._stream(headers, context, request, receive, send, call.request_id)
                    REQUESTS.labels("stream").inc()
                    return
                reply = await self._answer(method, context, request)
            except _Rejection as rejection:
                reply = rejection.reply
            status = reply.status
            if status == 400 and accepted.content_type == JSON and not reply.is_bad_http:
                # With this type, clients take any other status for a failure of the network.
                status = 200
            await _send(send, reply, status, accepted.content_type, call.request_id)
        REQUESTS.labels(str(status)).inc()
        SECONDS.observe(time.perf_counter() - started)

    def _is_stream(self, accepted: Accepted, request: _Request) -> bool:
        """True for an operation that is answered by an event stream."""
        if not accepted.names_stream or accepted.only_stream:
            return accepted.only_stream
        operation = self._gateway.schema.documents.get(request[0]).operation(request[2])
        return operation is not None and operation.is_subscription

    def _is_page(self, scope: Scope, headers: dict[str, str]) -> bool:
        """True when a GET has no query, or a browser asks for the page."""
        browses = self._gateway.settings.development and _is_browser(headers)
        return browses or not scope["query_string"]

    def _other(self, method: str, headers: dict[str, str]) -> Response:
        if method == "GET" and self._gateway.settings.development:
            if self._console and self._console.is_built and _is_browser(headers):
                return RedirectResponse(EXPLORER, 302, {"cache-control": "no-store"})
            return explorer_page()
        return Response(status_code=405, headers={"allow": "GET, POST"})

    async def _admit(
        self, scope: Scope, headers: dict[str, str], receive: Receive
    ) -> tuple[RequestContext, _Request]:
        """The context and the request. Raises _Rejection."""
        address = self._gateway.address(scope)
        context = self._gateway.context(None, headers.get("accept-language", ""), address)
        try:
            # A proxy and this gateway must not take two different tokens for the caller's.
            if len(headers) < len(scope["headers"]) and _has_two_tokens(scope):
                raise Refused(Code.AUTHORIZATION_REPEATED, "Send one `authorization` header.")
            # A visitor's GET has its token in the address, by which caches keep brands apart.
            asks = self._gateway.asker if scope["method"] == "POST" else self._gateway.caller
            caller = asks(headers.get("authorization", ""))
            if caller is None and scope["method"] == "GET":
                client = client_of(scope["query_string"])
                caller = self._gateway.visitor(client) if client else None
            if caller is None and not self._gateway.settings.development:
                raise Unauthenticated("no token")
        except Unauthenticated as error:
            failure = _failure(*explain(error, context.language))
            raise await _charged(context, _Reply(401, failure)) from error
        except Refused as refused:
            failure = _failure(refused.message, refused.details)
            raise await _charged(context, _Reply(400, failure, is_bad_http=True)) from refused
        context.caller_or_none = caller
        try:
            if scope["method"] == "GET":
                sent = from_query(scope["query_string"])
            else:
                async with asyncio.timeout(BODY_TIMEOUT_S):
                    sent = await _body(headers, receive, _bytes_max(caller))
            request = self._gateway.schema.finder.read(sent)
        except Refused as refused:
            failure = _failure(refused.message, refused.details)
            raise await _charged(context, _Reply(http_status(refused.code), failure)) from refused
        except TimeoutError as slow:
            failure = _failure(*explain(slow, context.language))
            raise await _charged(context, _Reply(408, failure)) from slow
        if caller is not None:
            telemetry.add_log_fields(brand=caller.brand, subject=caller.subject)
        return context, request

    async def _answer(self, method: str, context: RequestContext, request: _Request) -> "_Reply":
        reading = method == "GET"
        try:
            async with deadlines.within(REQUEST_TIMEOUT_S):
                answer = await self._gateway.executor.execute(*request, context, read_only=reading)
        except deadlines.DeadlineExceeded:
            return _Reply(200, _failure(*explain(TimeoutError(), context.language)))
        except Exception as error:
            return _Reply(200, _failure(*explain(error, context.language)))
        cache = b"no-store"
        visits = context.caller_or_none is not None and context.caller.role is Role.PUBLIC
        if reading and visits and not answer.errors:
            cache = self._cache_control(request[0], request[2])
        return _Reply(answer.status, _encode(answer), answer.retry_after_s, cache)

    def _cache_control(self, query: str, name: str | None) -> bytes:
        """The Cache-Control of an answer to a visitor: the address names the brand."""
        operation = self._gateway.schema.documents.get(query).operation(name)
        max_age_s = operation.max_age_s if operation is not None else None
        return b"no-store" if max_age_s is None else cache_control(max_age_s)

    async def _stream(
        self,
        headers: dict[str, str],
        context: RequestContext,
        request: _Request,
        receive: Receive,
        send: Send,
        request_id: str,
    ) -> None:
        query, variables, name = request
        context.last_event_id = headers.get("last-event-id") or None
        context.token_expires_at = self._gateway.token_expires_at(headers.get("authorization", ""))
        streams, caller = self._gateway.streams, context.caller_or_none
        if caller is None or caller.role is Role.PUBLIC:
            failure = _failure(*explain(Unauthenticated("no token"), context.language))
            raise _Rejection(_Reply(401, failure))
        try:
            if not (streams.enter() & streams.claim(caller)):
                refused = Refused(Code.TOO_MANY_CONNECTIONS, "Too many streams are open.")
                failure = _failure(refused.message, refused.details)
                raise _Rejection(_Reply(429, failure, BUSY_RETRY_AFTER_S))
            results = await self._gateway.schema.stream(
                query, variables, context, operation_name=name
            )
            await send_events(aiter(results), context, streams, receive, send, request_id)
        finally:
            streams.leave()
            streams.release(caller)


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    body: bytes
    retry_after_s: int | None = None
    cache_control: bytes = b"no-store"
    is_bad_http: bool = False
    """True when the request is no good for any endpoint: its status is never softened."""


class _Rejection(Exception):
    """A request that is answered before anything is executed."""

    def __init__(self, reply: _Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def _is_browser(headers: dict[str, str]) -> bool:
    return "text/html" in headers.get("accept", "")


async def _charged(context: RequestContext, reply: _Reply) -> _Rejection:
    """The rejection, charged to the caller and the address; 429 once these have no cost left."""
    try:
        await context.charge(REFUSED_COST)
    except RateLimited as limited:
        return _Rejection(
            _Reply(429, _failure(limited.message, limited.details), limited.retry_after_s)
        )
    return _Rejection(reply)


def _has_two_tokens(scope: Scope) -> bool:
    return [name for name, _ in scope["headers"]].count(b"authorization") > 1


def _bytes_max(caller: Caller | None) -> int:
    is_staff = caller is not None and caller.role is Role.OPERATOR
    return OPERATOR_BODY_BYTES_MAX if is_staff else BODY_BYTES_MAX


async def _body(headers: dict[str, str], receive: Receive, bytes_max: int) -> dict[str, Any]:
    # A page of any origin can post a form without a preflight, but not JSON.
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(Code.CONTENT_TYPE_INVALID, "Send application/json.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > bytes_max:
        raise Refused(Code.BODY_TOO_LARGE, f"At most {bytes_max} bytes.")
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
        if len(body) > bytes_max:
            raise Refused(Code.BODY_TOO_LARGE, f"At most {bytes_max} bytes.")
    try:
        request = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(Code.BODY_INVALID, "The body is not JSON.") from error
    if isinstance(request, list):
        raise Refused(Code.BATCH_NOT_SUPPORTED, "One operation at a time.")
    if not isinstance(request, dict):
        raise Refused(Code.BODY_INVALID, "Send an object with `query` or `documentId`.")
    return request


def _encode(answer: Answer) -> bytes:
    response: dict[str, Any] = {}
    if not answer.refused:
        response["data"] = answer.data
    if answer.errors:
        response["errors"] = [error.formatted for error in answer.errors]
    if answer.extensions:
        response["extensions"] = answer.extensions
    return orjson.dumps(response, option=orjson.OPT_UTC_Z)


def _failure(message: str, extensions: dict[str, Any]) -> bytes:
    return orjson.dumps({"errors": [{"message": message, "extensions": extensions}]})


async def _send(send: Send, reply: _Reply, status: int, content_type: str, request_id: str) -> None:
    headers = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(len(reply.body)).encode()),
        (b"cache-control", reply.cache_control),
        (b"x-request-id", request_id.encode()),
    ]
    if reply.retry_after_s is not None:
        headers.append((b"retry-after", str(reply.retry_after_s).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
