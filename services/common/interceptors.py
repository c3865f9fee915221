"""The interceptor around every handler: telemetry, caller, deadline, errors.

One interceptor does all four, because in grpc.aio every interceptor of a chain costs time on each
call.

    span and request id -> token -> deadline -> handler -> refusal to status
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from typing import Any, NoReturn

import grpc
from google.protobuf.message import DecodeError
from prometheus_client import Counter

from services.common import auth, deadlines, mongo, telemetry
from services.common.auth import TokenVerifier, Unauthenticated
from services.common.errors import DETAILS_KEY, Refusal, is_refusal, to_status
from services.common.ids import new_id

# These methods need no token, because probes have none.
_PUBLIC_PREFIXES = ("/grpc.health.v1.Health/", "/grpc.reflection.")
_BEARER = "Bearer "
# The driver stops at the deadline by itself; the handler is cancelled this much later.
DEADLINE_GRACE_S = 0.05

_log = telemetry.log("server")

ServicerContext = grpc.aio.ServicerContext[Any, Any]


class CallInterceptor(grpc.aio.ServerInterceptor):
    """Wraps each handler once and caches the wrapped handler."""

    def __init__(self, verifier: TokenVerifier) -> None:
        self._verifier = verifier
        self._wrapped: dict[str, grpc.RpcMethodHandler[Any, Any]] = {}
        self._streams = _Streams()

    def end_streams(self) -> None:
        """End the streams without an end; their readers resume at another replica."""
        self._streams.end()

    async def intercept_service(
        self,
        continuation: Callable[
            [grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]
        ],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        method = handler_call_details.method
        wrapped = self._wrapped.get(method)
        if wrapped is None:
            handler = await continuation(handler_call_details)
            # Unknown methods are not cached: a caller can invent any number of names.
            if handler is None:
                return None
            guard: _Guard | _Open = _Guard(method, self._verifier, self._streams)
            if method.startswith(_PUBLIC_PREFIXES):
                guard = _Open(self._streams)
            wrapped = self._wrapped[method] = _wrap(handler, guard)
        return wrapped


def _wrap(handler: Any, guard: _Guard | _Open) -> grpc.RpcMethodHandler[Any, Any]:
    codec = {
        "request_deserializer": guard.reader(
            handler.request_deserializer, streamed=handler.request_streaming
        ),
        "response_serializer": handler.response_serializer,
    }
    if handler.unary_unary:
        return grpc.unary_unary_rpc_method_handler(guard.unary(handler.unary_unary), **codec)
    if handler.stream_unary:
        return grpc.stream_unary_rpc_method_handler(
            guard.unary(handler.stream_unary, deadlines.MAX_STREAM_REQUEST_S), **codec
        )
    if handler.unary_stream:
        return grpc.unary_stream_rpc_method_handler(guard.stream(handler.unary_stream), **codec)
    return grpc.stream_stream_rpc_method_handler(guard.stream(handler.stream_stream), **codec)


class _InFlight:
    """Counts the calls being answered."""

    def __enter__(self) -> None:
        telemetry.CALLS_IN_FLIGHT.inc()

    def __exit__(self, *_: object) -> None:
        telemetry.CALLS_IN_FLIGHT.dec()


_IN_FLIGHT = _InFlight()


class _Streams:
    """The streams in progress. Without this, a drain would wait for streams without an end."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self.ended = False

    def end(self) -> None:
        self.ended = True
        for task in self._tasks:
            task.cancel()

    async def answer(self, responses: Any, context: ServicerContext) -> None:
        """Send `responses`: a generator, or a coroutine that sends by itself.

        This calls `context.write` instead of yielding: the loop would close an abandoned generator
        later, outside of its own context.
        """
        with self._one():
            if isinstance(responses, AsyncGenerator):
                async with aclosing(responses):
                    async for response in responses:
                        await context.write(response)
            else:
                await responses

    @contextmanager
    def _one(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            yield
        except asyncio.CancelledError:
            if not self.ended:
                raise
            task.uncancel()
        finally:
            self._tasks.discard(task)


class _Open:
    """The wrapper of health and reflection: needs no token, and ends streams with the server."""

    def __init__(self, streams: _Streams) -> None:
        self._streams = streams

    def reader(self, read: Callable[[bytes], Any], *, streamed: bool) -> Callable[[bytes], Any]:
        return read

    def unary(
        self, behaviour: Callable[[Any, ServicerContext], Any], stream_max_s: float | None = None
    ) -> Callable[[Any, ServicerContext], Any]:
        return behaviour

    def stream(
        self, behaviour: Callable[[Any, ServicerContext], Any]
    ) -> Callable[[Any, ServicerContext], Awaitable[None]]:
        async def handle(request: Any, context: ServicerContext) -> None:
            await self._streams.answer(behaviour(request, context), context)

        return handle


class _Guard:
    """The wrapper of one method's handler."""

    def __init__(self, method: str, verifier: TokenVerifier, streams: _Streams) -> None:
        self._method = method
        self._verifier = verifier
        self._streams = streams
        self._seconds = telemetry.CALL_SECONDS.labels(method)
        self._codes: dict[str, Counter] = {}

    def reader(self, read: Callable[[bytes], Any], *, streamed: bool) -> Callable[[bytes], Any]:
        """A deserializer that turns a malformed request into a refusal.

        grpc.aio sends an error raised before the handler to the caller as Python's own text. So for
        a single request the deserializer returns the refusal in the request's place; in a stream of
        requests the handler gets it as an exception.
        """

        def message(data: bytes) -> Any:
            try:
                return read(data)
            except DecodeError as error:
                refusal = Refusal("INVALID_ARGUMENT", "not a message of this method")
                if streamed:
                    raise refusal from error
                return refusal

        return message

    def unary(
        self,
        behaviour: Callable[[Any, ServicerContext], Awaitable[Any]],
        stream_max_s: float | None = None,
    ) -> Callable[[Any, ServicerContext], Awaitable[Any]]:
        """For handlers with one answer, bounded by the caller's deadline and by our own limit.

        A call that streams its request may take `stream_max_s`. It sets no limit in the driver,
        whose limit is for a single operation, because such a call runs many.
        """

        async def handle(request: Any, context: ServicerContext) -> Any:
            started = time.perf_counter()
            metadata = _metadata(context)
            with telemetry.server_span(self._method, metadata), _IN_FLIGHT:
                try:
                    self._admit(request, metadata)
                    seconds = _seconds(context, stream_max_s)
                    async with deadlines.within(seconds, grace_s=DEADLINE_GRACE_S):
                        with mongo.timeout(None if stream_max_s else seconds):
                            response = await behaviour(request, context)
                except Exception as error:
                    await self._refuse(context, error)
                self._count("OK")
                self._seconds.observe(time.perf_counter() - started)
                return response

        return handle

    def stream(
        self, behaviour: Callable[[Any, ServicerContext], Any]
    ) -> Callable[[Any, ServicerContext], Awaitable[None]]:
        """For handlers with a stream of answers, which the caller, the connection or the server
        ends."""

        async def handle(request: Any, context: ServicerContext) -> None:
            metadata = _metadata(context)
            with telemetry.server_span(self._method, metadata), _IN_FLIGHT:
                try:
                    self._admit(request, metadata)
                    responses = behaviour(request, context)
                    await self._streams.answer(responses, context)
                except Exception as error:
                    await self._refuse(context, error)
                self._count("OK")

        return handle

    def _admit(self, request: Any, metadata: Mapping[str, str]) -> None:
        header = metadata.get("authorization", "")
        if not header.startswith(_BEARER):
            raise Unauthenticated("no bearer token")
        caller = self._verifier.verify(header[len(_BEARER) :])
        auth.set_caller(caller)
        telemetry.add_log_fields(brand=caller.brand, subject=caller.subject)
        if isinstance(request, Refusal):
            raise request

    async def _refuse(self, context: ServicerContext, error: Exception) -> NoReturn:
        if isinstance(error, grpc.aio.AbortError):
            raise error
        refusal = self._understand(error)
        status = to_status(refusal)
        code = _CODES[status.code]
        self._count(code.name)
        packed = ((DETAILS_KEY, status.SerializeToString()),)
        await context.abort(code, status.message, packed)

    def _understand(self, error: Exception) -> Exception:
        """The refusal that the caller gets for `error`; its details do not leave the process."""
        if is_refusal(error):
            reason = getattr(error, "reason", "")
            _log.info("refused", method=self._method, reason=reason, message=str(error))
            return error
        if mongo.is_timeout(error):
            _log.warning("storage_timeout", method=self._method, error=type(error).__name__)
            left = deadlines.remaining_s()
            late = left is not None and left <= 0
            return Refusal("DEADLINE_EXCEEDED" if late else "STORAGE_UNAVAILABLE")
        if mongo.is_transient(error):
            _log.warning("storage_unavailable", method=self._method, error=type(error).__name__)
            return Refusal("STORAGE_UNAVAILABLE")
        error_id = new_id("err")
        _log.error("unexpected", method=self._method, error_id=error_id, exc_info=error)
        return Refusal("INTERNAL", metadata={"error_id": error_id})

    def _count(self, code: str) -> None:
        counter = self._codes.get(code)
        if counter is None:
            counter = self._codes[code] = telemetry.CALLS_HANDLED.labels(self._method, code)
        counter.inc()


_CODES = {status.value[0]: status for status in grpc.StatusCode}


def _metadata(context: ServicerContext) -> dict[str, str]:
    # Binary entries (-bin) are bytes; we use none.
    return {k: v for k, v in context.invocation_metadata() or () if isinstance(v, str)}


def _seconds(context: ServicerContext, stream_max_s: float | None) -> float:
    asked = context.time_remaining()
    if stream_max_s is not None:
        return stream_max_s if asked is None else min(asked, stream_max_s)
    return deadlines.DEFAULT_UNARY_S if asked is None else min(asked, deadlines.MAX_UNARY_S)
