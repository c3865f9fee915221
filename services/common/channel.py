"""gRPC channels to other services, with retries, keepalive, deadline and trace.

Only this layer retries calls, by gRPC's own `retryPolicy`: at most three attempts, within a budget
(below half of its tokens gRPC does not retry). It retries UNAVAILABLE, and CANCELLED, with which a
stopping server drops calls that it has not started. No other answer has this status: a caller that
cancels its own call gets no answer. The server may have begun the work, so every write carries a
request id and can be repeated.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, Self

import grpc

from services.common import deadlines, telemetry
from services.common.errors import reason_of
from services.common.renewed_channel import RenewedChannel
from services.common.tls import PemFiles

ATTEMPTS_MAX = 3
MESSAGE_BYTES_MAX = 8 * 1024 * 1024
KEEPALIVE_MS = 20_000
KEEPALIVE_TIMEOUT_MS = 5_000
RECONNECT_MS_MAX = 2_000

_SERVICE_CONFIG = json.dumps(
    {
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": [
            {
                "name": [{}],
                "retryPolicy": {
                    "maxAttempts": ATTEMPTS_MAX,
                    "initialBackoff": "0.05s",
                    "maxBackoff": "1s",
                    "backoffMultiplier": 3,
                    "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"],
                },
            }
        ],
        "retryThrottling": {"maxTokens": 20, "tokenRatio": 0.1},
    }
)

_OPTIONS: list[tuple[str, Any]] = [
    ("grpc.service_config", _SERVICE_CONFIG),
    ("grpc.enable_retries", 1),
    ("grpc.keepalive_time_ms", KEEPALIVE_MS),
    ("grpc.keepalive_timeout_ms", KEEPALIVE_TIMEOUT_MS),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", RECONNECT_MS_MAX),
    ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
    ("grpc.max_send_message_length", MESSAGE_BYTES_MAX),
    # By default channels of a process share the connections to an address: a new one would wait
    # out the pause that another began when its server went, and its calls would fail meanwhile.
    ("grpc.use_local_subchannel_pool", 1),
]


def connect(
    address: str,
    *,
    issuer_token: Callable[[], str] | None = None,
    tls: PemFiles | None = None,
    options: Sequence[tuple[str, Any]] = (),
) -> grpc.aio.Channel:
    """A gRPC channel to `address` (`host:port`, or `dns:///name:port` for a headless Service).

    A unary call gets its own timeout, at most the time left of the current call; 10 s if there is
    neither. With `tls` it is encrypted. `issuer_token` returns the bearer token of a call without
    an authorization of its own.
    """
    merged = [*_OPTIONS, *options]
    inner: grpc.aio.Channel
    if tls is None:
        inner = grpc.aio.insecure_channel(address, options=merged)
    else:
        inner = RenewedChannel(
            tls, lambda credentials: grpc.aio.secure_channel(address, credentials, options=merged)
        )
    return _Channel(inner, issuer_token)


def connection_ended(error: BaseException) -> bool:
    """Whether a stream ended with its connection, which servers end by age and before they stop.

    Whoever has read from it opens it again; that is routine. A server that refuses says why.
    """
    reason = reason_of(error)
    # Of the transport's own there is the status alone.
    return reason is not None and reason.reason in ("UNAVAILABLE", "CANCELLED")


class _Channel(grpc.aio.Channel):
    """Adds timeout, token, request id and trace to each call.

    It wraps the stubs' callables and is no gRPC interceptor, because grpc.aio starts a task for
    every intercepted call.
    """

    def __init__(self, inner: grpc.aio.Channel, token: Callable[[], str] | None) -> None:
        self._inner = inner
        self._token = token

    def unary_unary(self, method: str, *args: Any, **kwargs: Any) -> Any:
        return self._unary(method, self._inner.unary_unary(method, *args, **kwargs))

    def stream_unary(self, method: str, *args: Any, **kwargs: Any) -> Any:
        return self._stream(self._inner.stream_unary(method, *args, **kwargs))

    def unary_stream(self, method: str, *args: Any, **kwargs: Any) -> Any:
        return self._stream(self._inner.unary_stream(method, *args, **kwargs))

    def stream_stream(self, method: str, *args: Any, **kwargs: Any) -> Any:
        return self._stream(self._inner.stream_stream(method, *args, **kwargs))

    def _unary(self, method: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def start(
            request: Any, *, timeout: float | None = None, metadata: Any = None, **kwargs: Any
        ) -> Any:
            kwargs["timeout"] = deadlines.unary_timeout_s(timeout)
            if not telemetry.tracing():
                carried = telemetry.outgoing(telemetry.current_call())
                return call(request, metadata=self._metadata(metadata, carried), **kwargs)
            return self._traced(method, call, request, metadata, kwargs)

        return start

    async def _traced(
        self, method: str, call: Callable[..., Any], request: Any, metadata: Any, kwargs: Any
    ) -> Any:
        with telemetry.client_span(method) as carried:
            return await call(request, metadata=self._metadata(metadata, carried), **kwargs)

    def _stream(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def start(*args: Any, metadata: Any = None, **kwargs: Any) -> Any:
            carried = telemetry.outgoing(telemetry.current_call())
            return call(*args, metadata=self._metadata(metadata, carried), **kwargs)

        return start

    def _metadata(self, given: Any, carried: list[tuple[str, str]]) -> tuple[tuple[str, Any], ...]:
        entries = [*(given or ()), *carried]
        if self._token is not None and not any(key == "authorization" for key, _ in entries):
            entries.append(("authorization", f"Bearer {self._token()}"))
        return tuple(entries)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._inner.close()

    async def close(self, grace: float | None = None) -> None:
        await self._inner.close(grace)

    def get_state(self, try_to_connect: bool = False) -> grpc.ChannelConnectivity:
        return self._inner.get_state(try_to_connect)

    async def wait_for_state_change(self, last_observed_state: grpc.ChannelConnectivity) -> None:
        await self._inner.wait_for_state_change(last_observed_state)

    async def channel_ready(self) -> None:
        await self._inner.channel_ready()
