"""Logs, metrics and traces, connected by the ids of the current call.

Logs are written to stdout, one JSON object a line. Each line of a call has its request id, trace
id, brand and subject. Traces follow W3C Trace Context (https://www.w3.org/TR/trace-context/). Spans
are recorded only when an OTLP endpoint is set; ids are always passed on.
"""

import logging
import random
import re
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

import orjson
import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from prometheus_client import Counter, Gauge, Histogram

TRACEPARENT = "traceparent"
REQUEST_ID = "x-request-id"
REQUEST_ID_CHARS_MAX = 128
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_PRINTABLE = re.compile(r"[\x21-\x7e]+")

LATENCY_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

CALLS_HANDLED = Counter(
    "tessera_calls_handled_total", "Calls answered, by gRPC method and status.", ["method", "code"]
)
CALL_SECONDS = Histogram(
    "tessera_call_seconds", "Time to answer a unary call.", ["method"], buckets=LATENCY_BUCKETS_S
)
CALLS_IN_FLIGHT = Gauge("tessera_calls_in_flight", "Calls being answered now.")
BACKGROUND_CRASHES = Counter(
    "tessera_background_crashes_total",
    "Background tasks that crashed and were restarted.",
    ["task"],
)


class TelemetrySettings(Protocol):
    """The part of the settings that this file reads."""

    @property
    def otlp_endpoint(self) -> str | None: ...
    @property
    def log_level(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CallContext:
    """The ids that connect everything done for one call."""

    request_id: str
    trace_id: str
    """32 hexadecimal digits."""
    span_id: str
    """16 hexadecimal digits."""
    sampled: bool = False

    @property
    def traceparent(self) -> str:
        """The W3C header."""
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


_call: ContextVar[CallContext | None] = ContextVar("tessera_call", default=None)
_log_fields: ContextVar[Mapping[str, str] | None] = ContextVar("tessera_log_fields", default=None)
_tracer: trace.Tracer | None = None
_provider: TracerProvider | None = None


def configure(
    name: str, settings: TelemetrySettings, *, exporter: SpanExporter | None = None
) -> None:
    """Set up logs and traces of the process `name`. `exporter` replaces OTLP in tests."""
    global _tracer, _provider
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            _add_call,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            getattr(logging, settings.log_level.upper())
        ),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.clear_contextvars()
    if exporter is None and settings.otlp_endpoint:
        exporter = OTLPSpanExporter(endpoint=settings.otlp_endpoint)
    if exporter is not None:
        _provider = TracerProvider(resource=Resource.create({"service.name": name}))
        _provider.add_span_processor(BatchSpanProcessor(exporter))
        _tracer = _provider.get_tracer("tessera")


def flush() -> None:
    """Send the spans that are still queued; call it at the end of the process."""
    if _provider is not None:
        _provider.shutdown()


def log(name: str) -> Any:
    """A structured logger: `log("points").info("lot_expired", lot=...)`."""
    return structlog.get_logger(component=name)


def current_call() -> CallContext | None:
    """The current call; None outside a call."""
    return _call.get()


def add_log_fields(**fields: str) -> None:
    """Add `fields` to every log line of the current call. They must not hold personal data."""
    _log_fields.set({**(_log_fields.get() or {}), **fields})


class server_span:  # noqa: N801 - used as a word: `with server_span(...):`
    """The incoming call `method` with the ids in `metadata`; new ids if missing or malformed."""

    # A class, since it surrounds every call, and a generator would be slower.
    __slots__ = ("_fields", "_metadata", "_method", "_span", "_token")

    def __init__(self, method: str, metadata: Mapping[str, str]) -> None:
        self._method = method
        self._metadata = metadata

    def __enter__(self) -> CallContext:
        trace_id, parent_id, sampled = _read_traceparent(self._metadata.get(TRACEPARENT, ""))
        request_id = self._metadata.get(REQUEST_ID, "")[:REQUEST_ID_CHARS_MAX]
        if not _PRINTABLE.fullmatch(request_id):
            request_id = f"{random.getrandbits(64):016x}"
        self._span: Any = None
        if _tracer is None:
            call = CallContext(request_id, trace_id, f"{random.getrandbits(64) or 1:016x}", sampled)
        else:
            parent = _remote_parent(trace_id, parent_id, sampled) if parent_id else None
            kind = trace.SpanKind.SERVER
            self._span = _tracer.start_as_current_span(self._method, context=parent, kind=kind)
            span = self._span.__enter__()
            span.set_attribute("rpc.system", "grpc")
            span.set_attribute("tessera.request_id", request_id)
            call = _call_of(span, request_id)
        self._token = _call.set(call)
        self._fields = _log_fields.set(None)
        return call

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _call.reset(self._token)
        _log_fields.reset(self._fields)
        if self._span is not None:
            self._span.__exit__(kind, error, traceback)


@contextmanager
def client_span(method: str) -> Iterator[list[tuple[str, str]]]:
    """An outgoing call: yields the metadata with its request id and trace."""
    call = _call.get()
    if _tracer is None:
        yield outgoing(call)
        return
    with _tracer.start_as_current_span(method, kind=trace.SpanKind.CLIENT) as span:
        span.set_attribute("rpc.system", "grpc")
        request_id = call.request_id if call else f"{random.getrandbits(64):016x}"
        yield outgoing(_call_of(span, request_id))


def outgoing(call: CallContext | None) -> list[tuple[str, str]]:
    """The metadata that passes the ids of `call` to another process."""
    if call is None:
        return []
    return [(REQUEST_ID, call.request_id), (TRACEPARENT, call.traceparent)]


def tracing() -> bool:
    """True if spans are recorded."""
    return _tracer is not None


def _read_traceparent(header: str) -> tuple[str, str, bool]:
    match = _TRACEPARENT.fullmatch(header) if header else None
    if match and match[1] != "0" * 32 and match[2] != "0" * 16:
        return match[1], match[2], bool(int(match[3], 16) & 1)
    return f"{random.getrandbits(128) or 1:032x}", "", False


def _remote_parent(trace_id: str, span_id: str, sampled: bool) -> Any:
    flags = trace.TraceFlags(trace.TraceFlags.SAMPLED if sampled else trace.TraceFlags.DEFAULT)
    remote = trace.SpanContext(int(trace_id, 16), int(span_id, 16), True, flags)
    return trace.set_span_in_context(trace.NonRecordingSpan(remote))


def _call_of(span: trace.Span, request_id: str) -> CallContext:
    context = span.get_span_context()
    return CallContext(
        request_id,
        trace.format_trace_id(context.trace_id),
        trace.format_span_id(context.span_id),
        context.trace_flags.sampled,
    )


def _add_call(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    call = _call.get()
    if call is not None:
        event["request_id"], event["trace_id"] = call.request_id, call.trace_id
        event.update(_log_fields.get() or {})
    return event


def _dumps(event: Any, **_: Any) -> bytes:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS)
