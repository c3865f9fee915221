"""The interceptor around every handler: telemetry, caller, room, deadline, errors.

One interceptor does all of it, because in grpc.aio every interceptor of a chain costs time on each
call.

    headers: token, room -> span and request id -> deadline -> request -> handler -> status

The token is looked at before anything of the request is read: to gRPC every handler takes a stream,
so that this file reads the request itself, in bounded time, and bounds it before it is parsed.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Any, NoReturn, TypeAlias

import grpc
from google.protobuf import descriptor_pool
from prometheus_client import Counter

from services.common import audit, auth, deadlines, mongo, streams, telemetry
from services.common.admission import Admission
from services.common.auth import Caller, TokenVerifier, Unauthenticated
from services.common.errors import DETAILS_KEY, Refusal, is_refusal, to_status
from services.common.ids import new_id
from services.common.message_bounds import USUAL, Bounds, Reader
from services.common.redirected_calls import RedirectedCalls
from services.common.streams import ServicerContext as ServicerContext
from services.common.streams import Streams
from tessera.types.v1 import access_pb2

# These methods need no token, because probes have none.
_PUBLIC_PREFIXES = ("/grpc.health.v1.Health/", "/grpc.reflection.")
_PUBLIC = Bounds(bytes_max=1_024, parts_max=16)
_BEARER = "Bearer "
# The driver stops at the deadline by itself; the handler is cancelled this much later.
DEADLINE_GRACE_S = 0.05

_log = telemetry.log("server")

Metadata = Mapping[str, str]
Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"
_arrived: ContextVar[tuple[Caller, Metadata]] = ContextVar("tessera_arrived")


class CallInterceptor(grpc.aio.ServerInterceptor):
    """Wraps each handler once and caches the wrapped handler."""

    def __init__(
        self,
        verifier: TokenVerifier,
        admission: Admission,
        bounds: Mapping[str, Bounds] | None = None,
        redirected: RedirectedCalls | None = None,
    ) -> None:
        """`bounds` of the methods, by their full names, that take more than is usual. `redirected`
        answers calls that name merged members, where the service keeps such."""
        self._verifier = verifier
        self._admission = admission
        self._bounds = bounds or {}
        self._redirected = redirected
        self._doors: dict[str, _Guard | _Open] = {}
        self._streams = Streams()

    def end_streams(self) -> None:
        """End the streams without an end; their readers resume at another replica."""
        self._streams.end()

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler | None:
        method = handler_call_details.method
        door = self._doors.get(method)
        if door is None:
            handler = await continuation(handler_call_details)
            # Unknown methods are not cached: a caller can invent any number of names.
            if handler is None:
                return None
            if method.startswith(_PUBLIC_PREFIXES):
                door = _Open(handler, self._admission, self._streams)
            else:
                door = _Guard(
                    method,
                    handler,
                    self._bounds.get(method, USUAL),
                    self._verifier,
                    self._admission,
                    self._streams,
                    self._redirected,
                )
            self._doors[method] = door
        return door.enter(_texts(handler_call_details.invocation_metadata))


class _InFlight:
    """Counts the calls being answered."""

    def __enter__(self) -> None:
        telemetry.CALLS_IN_FLIGHT.inc()

    def __exit__(self, *_: object) -> None:
        telemetry.CALLS_IN_FLIGHT.dec()


_IN_FLIGHT = _InFlight()


class _Open:
    """The wrapper of health and reflection: no token, little room, an end with the server."""

    def __init__(self, handler: Any, admission: Admission, streams_: Streams) -> None:
        self._admission = admission
        self._streams = streams_
        self._read = Reader(handler.request_deserializer, _PUBLIC)
        self._takes_stream = handler.request_streaming
        behaviour = handler.unary_unary or handler.unary_stream or handler.stream_stream
        encode = handler.response_serializer
        self._handler: Handler
        if handler.response_streaming:
            self._handler = grpc.stream_stream_rpc_method_handler(
                self._stream(behaviour), response_serializer=encode
            )
        else:
            self._handler = grpc.stream_unary_rpc_method_handler(
                self._unary(behaviour), response_serializer=encode
            )

    def enter(self, metadata: Metadata) -> Handler:
        return self._handler

    def _unary(self, behaviour: Callable[[Any, ServicerContext], Any]) -> Any:
        async def handle(_: Any, context: ServicerContext) -> Any:
            try:
                with self._admission.open(context.peer()):
                    request = await streams.first_request(context, self._read)
                    return await behaviour(request, context)
            except Refusal as refusal:
                await _abort(context, refusal)

        return handle

    def _stream(self, behaviour: Callable[[Any, ServicerContext], Any]) -> Any:
        async def handle(_: Any, context: ServicerContext) -> None:
            try:
                with self._admission.open(context.peer()):
                    if self._takes_stream:
                        asked = streams.requests(context, self._read)
                    else:
                        asked = await streams.first_request(context, self._read)
                    await self._streams.answer(behaviour(asked, context), context)
            except Refusal as refusal:
                await _abort(context, refusal)

        return handle


class _Guard:
    """The wrapper of one method's handler."""

    def __init__(
        self,
        method: str,
        handler: Any,
        bounds: Bounds,
        verifier: TokenVerifier,
        admission: Admission,
        streams_: Streams,
        redirected: RedirectedCalls | None,
    ) -> None:
        self._redirected = redirected
        self._method = method
        self._verifier = verifier
        self._scope = scope_of(method)
        self._open_to_stores = is_open_to_stores(method)
        self._admission = admission
        self._streams = streams_
        self._read = Reader(handler.request_deserializer, bounds)
        self._seconds = telemetry.CALL_SECONDS.labels(method)
        self._codes: dict[str, Counter] = {}
        self._is_call = False
        self._handler = self._wrapped(handler)

    def enter(self, metadata: Metadata) -> Handler:
        """The handler for a call with these headers; one that reads nothing when it is refused."""
        try:
            caller = self._verified(metadata)
            if self._is_call:
                self._admission.check_call()
        except Exception as error:
            return self._turning_away(error, metadata)
        auth.set_caller(caller)
        _arrived.set((caller, metadata))
        return self._handler

    def _verified(self, metadata: Metadata) -> Caller:
        header = metadata.get("authorization", "")
        if not header.startswith(_BEARER):
            raise Unauthenticated("no bearer token")
        caller = self._verifier.verify(header[len(_BEARER) :])
        if self._scope:
            auth.require_scope(caller, self._scope)
        return caller if self._open_to_stores else auth.require_whole_brand(caller)

    def _turning_away(self, error: Exception, metadata: Metadata) -> Handler:
        async def refuse(_: Any, context: ServicerContext) -> None:
            with telemetry.server_span(self._method, metadata), _IN_FLIGHT:
                await self._refuse(context, error)

        return grpc.stream_stream_rpc_method_handler(refuse)

    def _wrapped(self, handler: Any) -> Handler:
        encode = handler.response_serializer
        if handler.unary_unary:
            self._is_call = True
            return grpc.stream_unary_rpc_method_handler(
                self._call(handler.unary_unary), response_serializer=encode
            )
        if handler.stream_unary:
            return grpc.stream_unary_rpc_method_handler(
                self._import(handler.stream_unary), response_serializer=encode
            )
        answers = handler.unary_stream or handler.stream_stream
        return grpc.stream_stream_rpc_method_handler(
            self._stream(answers, takes_stream=handler.request_streaming),
            response_serializer=encode,
        )

    def _call(
        self, behaviour: Callable[[Any, ServicerContext], Awaitable[Any]]
    ) -> Callable[[Any, ServicerContext], Awaitable[Any]]:
        """For handlers with one request and one answer, bounded by the caller's deadline and by our
        own limit. The request has to arrive within it too."""

        async def answer(context: ServicerContext, caller: Caller) -> Any:
            asked = context.time_remaining()
            seconds = deadlines.DEFAULT_UNARY_S
            if asked is not None:
                seconds = min(asked, deadlines.MAX_UNARY_S)
            async with deadlines.within(seconds, grace_s=DEADLINE_GRACE_S):
                with self._admission.waiting(caller):
                    request = await streams.first_request(context, self._read)
                audit.begin(self._method, caller, request)
                with self._admission.call(), mongo.timeout(seconds):
                    if self._redirected is not None:
                        return await self._redirected.answer(behaviour, request, context, caller)
                    return await behaviour(request, context)

        return self._answering(answer)

    def _import(
        self, behaviour: Callable[[Any, ServicerContext], Awaitable[Any]]
    ) -> Callable[[Any, ServicerContext], Awaitable[Any]]:
        """For handlers of a request stream with one answer.

        It sets no limit in the driver, whose limit is for a single operation, because such a call
        runs many.
        """

        async def answer(context: ServicerContext, caller: Caller) -> Any:
            asked = context.time_remaining()
            seconds = deadlines.MAX_STREAM_REQUEST_S
            if asked is not None:
                seconds = min(asked, seconds)
            audit.begin(self._method, caller, None)
            with self._admission.stream(caller, context.peer()):
                async with deadlines.within(seconds, grace_s=DEADLINE_GRACE_S):
                    return await behaviour(streams.requests(context, self._read), context)

        return self._answering(answer)

    def _stream(
        self, behaviour: Callable[[Any, ServicerContext], Any], *, takes_stream: bool
    ) -> Callable[[Any, ServicerContext], Awaitable[Any]]:
        """For handlers with a stream of answers, which the caller, the connection or the server
        ends."""

        async def answer(context: ServicerContext, caller: Caller) -> None:
            with self._admission.stream(caller, context.peer()):
                if takes_stream:
                    asked = streams.requests(context, self._read)
                else:
                    asked = await streams.first_request(context, self._read)
                audit.begin(self._method, caller, asked)
                await self._streams.answer(behaviour(asked, context), context)

        return self._answering(answer, timed=False)

    def _answering(
        self,
        answer: Callable[[ServicerContext, Caller], Awaitable[Any]],
        *,
        timed: bool = True,
    ) -> Callable[[Any, ServicerContext], Awaitable[Any]]:
        async def handle(_: Any, context: ServicerContext) -> Any:
            started = time.perf_counter()
            caller, metadata = _arrived.get()
            with telemetry.server_span(self._method, metadata), _IN_FLIGHT:
                telemetry.add_log_fields(brand=caller.brand, subject=caller.subject)
                try:
                    response = await answer(context, caller)
                except Exception as error:
                    await self._refuse(context, error)
                self._count("OK")
                if timed:
                    self._seconds.observe(time.perf_counter() - started)
                return response

        return handle

    async def _refuse(self, context: ServicerContext, error: Exception) -> NoReturn:
        if isinstance(error, grpc.aio.AbortError):
            raise error
        refusal = self._understand(error)
        self._count(_CODES[to_status(refusal).code].name)
        await _abort(context, refusal)

    def _understand(self, error: Exception) -> Exception:
        """The refusal that the caller gets for `error`; its details do not leave the process."""
        if is_refusal(error):
            reason = getattr(error, "reason", "")
            _log.info("refused", method=self._method, reason=reason, message=str(error))
            return error
        if mongo.is_timeout(error):
            _log.warning("storage_timeout", method=self._method, error=type(error).__name__)
            return Refusal("DEADLINE_EXCEEDED" if _is_late() else "STORAGE_UNAVAILABLE")
        if mongo.is_for_operators(error):
            _log.error("storage_refuses", method=self._method, message=mongo.told(error))
            return Refusal("STORAGE_UNAVAILABLE")
        if mongo.is_transient(error):
            _log.warning("storage_unavailable", method=self._method, error=type(error).__name__)
            return Refusal("STORAGE_UNAVAILABLE")
        if isinstance(error, grpc.aio.AioRpcError) and error.code() in _AWAY:
            _log.warning("service_away", method=self._method, code=error.code().name)
            return Refusal("DEADLINE_EXCEEDED" if _is_late() else "SERVICE_UNAVAILABLE")
        error_id = new_id("err")
        _log.error("unexpected", method=self._method, error_id=error_id, exc_info=error)
        return Refusal("INTERNAL", metadata={"error_id": error_id})

    def _count(self, code: str) -> None:
        counter = self._codes.get(code)
        if counter is None:
            counter = self._codes[code] = telemetry.CALLS_HANDLED.labels(self._method, code)
        counter.inc()


_CODES = {status.value[0]: status for status in grpc.StatusCode}


_AWAY = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    }
)
"""Answers of another service that pass by themselves."""


def _is_late() -> bool:
    """Whether the caller's own time is over."""
    left = deadlines.remaining_s()
    return left is not None and left <= 0


def scope_of(method: str) -> str:
    """The scope that `method` (`/package.Service/Method`) asks for; "" for none.

    It stands where the method is declared: `tessera.types.v1.access`.
    """
    return _access(method).scope


def is_open_to_stores(method: str) -> bool:
    """Whether `method` answers a caller that is limited to stores; False where nothing is declared,
    so that a method is the whole brand's until somebody has thought of its stores."""
    return _access(method).stores != access_pb2.STORE_ACCESS_UNSPECIFIED


def _access(method: str) -> access_pb2.Access:
    name = method.removeprefix("/").replace("/", ".")
    try:
        found = descriptor_pool.Default().FindMethodByName(name)
    except KeyError:
        return access_pb2.Access()
    return found.GetOptions().Extensions[access_pb2.access]


async def _abort(context: ServicerContext, refusal: Exception) -> NoReturn:
    status = to_status(refusal)
    packed = ((DETAILS_KEY, status.SerializeToString()),)
    await context.abort(_CODES[status.code], status.message, packed)


def _texts(metadata: Iterable[tuple[str, str | bytes]] | None) -> Metadata:
    # Binary entries (-bin) are bytes; we use none.
    return {k: v for k, v in metadata or () if isinstance(v, str)}
