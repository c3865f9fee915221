"""Uvicorn's HTTP protocol, with bounds on the size and the time of each request.

Uvicorn keeps every header that comes, for as long as it comes, and waits for ever for the rest of
a request. Here a request is refused, or its connection closed, as soon as it is beyond a bound:

    address        URL_BYTES_MAX                    414, ADDRESS_TOO_LONG
    head           HEAD_BYTES_MAX, HEADERS_MAX      431, HEAD_TOO_LARGE
    whole request  REQUEST_BYTES_MAX, as sent       413, BODY_TOO_LARGE
    time           HEAD_TIMEOUT_S, BODY_TIMEOUT_S   408, or closed
    pipelining     PIPELINED_MAX                    closed

Endpoints that take files have a larger bound each, and FILE_TIMEOUT_S.

A chunked body counts with its framing, extensions and trailers, so that it is bounded too.
Endpoints have lower bounds for the bodies that they read. Bytes reach the parser in pieces; a
bound on bytes is exact but for one piece.
"""

import asyncio
from collections.abc import Mapping
from enum import IntEnum
from http import HTTPStatus
from typing import Any

import orjson
from prometheus_client import Counter
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.core.codes import Code
from services.common.errors import catalogue

PIECE_BYTES = 16 << 10
HEAD_BYTES_MAX = 16 << 10
URL_BYTES_MAX = 12 << 10
HEADERS_MAX = 100
REQUEST_BYTES_MAX = 640 << 10
"""The largest body that any endpoint reads but for files (an operator's, `query_limits`), and its
head."""
HEAD_TIMEOUT_S = 10.0
"""The time from the connection, or from the first byte of a later request, to the whole head."""
BODY_TIMEOUT_S = 15.0
"""The time from the head to the end; endpoints that read a body answer 408 before that."""
FILE_TIMEOUT_S = 60.0
"""The same for a file: 4 MiB by a phone's connection."""
PIPELINED_MAX = 16
"""Requests of one connection that wait for an answer before them."""

UNBOUNDED = Counter(
    "tessera_gateway_requests_out_of_bounds_total",
    "Requests ended for their size or time.",
    ["bound"],
)


class _Phase(IntEnum):
    BETWEEN = 0
    HEAD = 1
    BODY = 2


_REFUSALS = {
    HTTPStatus.REQUEST_URI_TOO_LONG: Code.ADDRESS_TOO_LONG,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: Code.HEAD_TOO_LARGE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Code.BODY_TOO_LARGE,
}


class _OutOfBounds(Exception):
    """Ends the parsing of a request from within a callback of the parser."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection. `files` has the bytes of the largest file by the path of its endpoint."""

    def __init__(self, files: Mapping[bytes, int], **of_uvicorn: Any) -> None:
        super().__init__(**of_uvicorn)
        self._files = files
        self._bytes_max = REQUEST_BYTES_MAX
        self._body_timeout_s = BODY_TIMEOUT_S
        self._phase = _Phase.BETWEEN
        self._ended = False
        self._piece = 0
        self._bytes = 0
        self._clock: asyncio.TimerHandle | None = None
        self._clock_of = _Phase.HEAD

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self._clock = self.loop.call_later(HEAD_TIMEOUT_S, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if len(data) <= PIECE_BYTES:
            self._take(data)
            return
        for start in range(0, len(data), PIECE_BYTES):
            self._take(data[start : start + PIECE_BYTES])

    def _take(self, data: bytes) -> None:
        if self._ended or self.transport.is_closing():
            return
        self._piece = len(data)
        self._bytes += self._piece
        super().data_received(data)
        phase = self._phase
        if phase is _Phase.BETWEEN or self._ended:
            return
        if self._bytes > self._bytes_max:
            self._end(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif phase is _Phase.HEAD and self._is_head_too_large():
            self._end(self._head_status())
        elif self._clock is None or self._clock_of is not phase:
            self.stop_clock()
            limit_s = HEAD_TIMEOUT_S if phase is _Phase.HEAD else self._body_timeout_s
            self._clock, self._clock_of = self.loop.call_later(limit_s, self._too_slow), phase

    # Callbacks of the parser.

    def on_message_begin(self) -> None:
        self._phase = _Phase.HEAD
        self._bytes = self._piece
        self._bytes_max, self._body_timeout_s = REQUEST_BYTES_MAX, BODY_TIMEOUT_S
        super().on_message_begin()

    def take_head(self) -> None:
        """The head is complete. Raises when it is out of bounds."""
        if len(self.headers) > HEADERS_MAX or len(self.url) > URL_BYTES_MAX:
            self._end(self._head_status())
        if len(self.pipeline) >= PIPELINED_MAX:
            UNBOUNDED.labels("pipelined").inc()
            self._close()
        if self._ended:
            raise _OutOfBounds
        if file_bytes := self._files.get(self.url.partition(b"?")[0]):
            self._bytes_max, self._body_timeout_s = file_bytes + HEAD_BYTES_MAX, FILE_TIMEOUT_S
        self._phase = _Phase.BODY

    def on_headers_complete(self) -> None:
        self.take_head()
        super().on_headers_complete()
        if not self.parser.should_upgrade():
            # Trailers come by the same callback; they must not become headers of the request.
            self.headers = []

    def take_end(self) -> None:
        """All of the request is there."""
        self._phase = _Phase.BETWEEN
        self._bytes = 0
        if self._clock is not None:
            self.stop_clock()

    def on_message_complete(self) -> None:
        self.take_end()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self.stop_clock()
        self._ended = True
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        if not self._ended:
            self._ended = True
            super().send_400_response(msg)

    # The bounds.

    def is_between(self) -> bool:
        """True before the first byte of a request."""
        return self._phase is _Phase.BETWEEN

    def _is_head_too_large(self) -> bool:
        return self._bytes > HEAD_BYTES_MAX or len(self.headers) > HEADERS_MAX

    def _head_status(self) -> HTTPStatus:
        if len(self.url) > URL_BYTES_MAX or not self.headers:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE

    def _end(self, status: HTTPStatus) -> None:
        """Refuse the request, unless an answer is on its way, and close the connection."""
        UNBOUNDED.labels(str(int(status))).inc()
        if not self.transport.is_closing() and not self._is_answering():
            self.transport.write(_written(status))
        self._close()

    def _close(self) -> None:
        self._ended = True
        self.stop_clock()
        self.pipeline.clear()
        if self.cycle is not None and not self.cycle.response_complete:
            # The application may be reading the body of this request, or about to answer.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def _is_answering(self) -> bool:
        """True when other bytes than a refusal belong on the connection now."""
        if self.cycle is None or self.cycle.response_complete:
            # The answer to the request is complete, though not all of the request has come.
            return self.cycle is not None and self._phase is _Phase.BODY
        return self._phase is _Phase.HEAD or self.cycle.response_started or bool(self.pipeline)

    def _too_slow(self) -> None:
        self._clock = None
        if self._phase is _Phase.HEAD:
            self._end(HTTPStatus.REQUEST_TIMEOUT)
        else:
            UNBOUNDED.labels("silent" if self._phase is _Phase.BETWEEN else "slow_body").inc()
            self._close()

    def stop_clock(self) -> None:
        """A request is complete."""
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None


def _written(status: HTTPStatus) -> bytes:
    if status in _REFUSALS:
        code = _REFUSALS[status]
        reason, en, zh = str(code), code.en, code.zh
    else:
        entry = catalogue()["DEADLINE_EXCEEDED"]
        reason, en, zh = entry.reason, entry.en, entry.zh
    extensions = {"code": reason, "messages": {"zh": zh, "en": en}}
    body = orjson.dumps({"errors": [{"message": en, "extensions": extensions}]})
    return b"\r\n".join(
        [
            f"HTTP/1.1 {int(status)} {status.phrase}".encode(),
            b"content-type: application/json",
            b"content-length: %d" % len(body),
            b"cache-control: no-store",
            b"connection: close",
            b"",
            body,
        ]
    )
