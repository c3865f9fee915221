"""Uvicorn's HTTP protocol, which refuses requests to /graphql beyond the concurrency limit.

An application would refuse in a task, behind all requests at work, for a good part of the cost of
an answer: under several times the load, refusals alone would fill the processor. So the protocol
makes the refusal in advance, and writes it as soon as the headers are there. It reads no body.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

import orjson

from gateway.guards.concurrency import SHED, ConcurrencyLimit
from gateway.guards.request_bounds import REQUEST_BYTES_MAX, BoundedProtocol
from services.common.errors import catalogue

RETRY_AFTER_S = 1
PATH = b"/graphql"
METHODS = frozenset({b"POST", b"GET"})
FIRST_LINE = b"POST /graphql HTTP/1.1\r\n"
_LENGTH = b"\r\ncontent-length:"
_SPECIAL = re.compile(
    rb"\r\n(?:connection|transfer-encoding|expect|upgrade|origin):(?! keep-alive\r)"
)
"""Header fields with which a request needs the parser."""
_LENGTH_DIGITS_MAX = 7

Headers = list[tuple[bytes, bytes]]


def refusal() -> tuple[int, Headers, bytes]:
    """Status, headers and body of the refusal for overload."""
    entry = catalogue()["OVERLOADED"]
    extensions = {
        "code": entry.reason,
        "messages": {"zh": entry.zh, "en": entry.en},
        "retryAfter": RETRY_AFTER_S,
    }
    body = orjson.dumps({"errors": [{"message": entry.en, "extensions": extensions}]})
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"retry-after", str(RETRY_AFTER_S).encode()),
    ]
    return 503, headers, body


def allow(origin: bytes) -> Headers:
    """The headers that let a page of `origin` read the answer."""
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", b"x-request-id, retry-after, etag"),
        (b"vary", b"origin"),
    ]


def shedding_protocol(
    concurrency: ConcurrencyLimit, files: Mapping[bytes, int], origins: Collection[str] = ()
) -> Callable[..., BoundedProtocol]:
    """The factory that uvicorn calls for each connection (its setting `http`). `files` has the
    bytes of the largest file by the path of its endpoint."""
    refusals = {b"": _written(b"")}
    for origin in origins:
        refusals[origin.encode("latin-1")] = _written(origin.encode("latin-1"))
    return lambda **of_uvicorn: SheddingProtocol(concurrency, refusals, files, **of_uvicorn)


def _written(origin: bytes) -> bytes:
    status, headers, body = refusal()
    lines = [b"%s: %s" % header for header in (*headers, *(allow(origin) if origin else ()))]
    return b"\r\n".join([b"HTTP/1.1 %d Service Unavailable" % status, *lines, b"", body])


class SheddingProtocol(BoundedProtocol):
    """One connection."""

    def __init__(
        self,
        concurrency: ConcurrencyLimit,
        refusals: dict[bytes, bytes],
        files: Mapping[bytes, int],
        **of_uvicorn: Any,
    ) -> None:
        super().__init__(files, **of_uvicorn)
        self._concurrency = concurrency
        self._refusals = refusals
        self._refused = False

    def data_received(self, data: bytes) -> None:
        if (
            self._concurrency.is_full
            and self.is_between()
            and self._is_idle()
            and len(data) <= REQUEST_BYTES_MAX
            and _is_whole(data)
        ):
            self.stop_clock()
            self._refuse(b"")
            self._wait_for_more()
        else:
            super().data_received(data)

    def on_headers_complete(self) -> None:
        self._refused = self._concurrency.is_full and self._may_refuse()
        if not self._refused:
            super().on_headers_complete()
            return
        self.take_head()
        self._refuse(next((value for name, value in self.headers if name == b"origin"), b""))

    def on_body(self, body: bytes) -> None:
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._refused:
            super().on_message_complete()
            return
        self.take_end()
        self._refused = False
        if self.parser.should_keep_alive():
            self._wait_for_more()
        else:
            self.transport.close()

    def _refuse(self, origin: bytes) -> None:
        SHED.inc()
        self.transport.write(self._refusals.get(origin) or self._refusals[b""])

    def _wait_for_more(self) -> None:
        """Keep the connection for a while, as after any answer."""
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def _is_idle(self) -> bool:
        # The refusals of a client that does not read must not pile up: Delivery waits for it.
        answered = self.cycle is None or self.cycle.response_complete
        return answered and not self.pipeline and not self.flow.write_paused

    def _may_refuse(self) -> bool:
        """True for a request to /graphql in the usual form; Delivery refuses the others."""
        path, _, _ = self.url.partition(b"?")
        return (
            path == PATH
            and self._is_idle()
            and self.parser.get_method() in METHODS
            and self.parser.get_http_version() == "1.1"
            and not self.parser.should_upgrade()
            and not self.expect_100_continue
        )


def _is_whole(data: bytes) -> bool:
    """True when these bytes are one whole request, in the form that nearly every client sends.

    It can then be refused without the parser, which stays between two requests.
    """
    if not data.startswith(FIRST_LINE):
        return False
    head, _, body = data.partition(b"\r\n\r\n")
    # The parser refuses a request in which two readers could see other fields or another end.
    if b" :" in head or b"\t" in head or b"\r\n " in head or b"\0" in head:
        return False
    if not head.count(b"\r\n") == head.count(b"\n") == head.count(b"\r"):
        return False
    head = head.lower() + b"\r"
    if head.count(_LENGTH) != 1 or _SPECIAL.search(head):
        return False
    length = head.partition(_LENGTH)[2].partition(b"\r")[0].strip()
    return length.isdigit() and len(length) <= _LENGTH_DIGITS_MAX and int(length) == len(body)
