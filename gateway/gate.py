"""HTTP as uvicorn speaks it, but for requests to /graphql that there is no room for.

What an application says of overload it says in a task, behind all that is at work, and at a good
part of the cost of an answer: at several times the capacity refusals alone would fill the
processor. So the refusal is made in advance, and written once the headers are there. No body is
looked at.
"""

from collections.abc import Callable, Collection
from typing import Any

import orjson
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.room import SHED, Room
from services.common.errors import catalogue

RETRY_AFTER_S = 1
PATH = b"/graphql"
METHODS = frozenset({b"POST", b"GET"})

Headers = list[tuple[bytes, bytes]]


def refusal() -> tuple[int, Headers, bytes]:
    """Status, headers and body of what is said when there is no room."""
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
    """What lets a page of `origin` read the answer."""
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", b"x-request-id, retry-after, etag"),
        (b"vary", b"origin"),
    ]


def gate(room: Room, origins: Collection[str] = ()) -> Callable[..., HttpToolsProtocol]:
    """What uvicorn makes for each connection, given to it as `http`."""
    refusals = {b"": _written(b"")}
    for origin in origins:
        refusals[origin.encode("latin-1")] = _written(origin.encode("latin-1"))
    return lambda **of_uvicorn: _Gate(room, refusals, **of_uvicorn)


def _written(origin: bytes) -> bytes:
    status, headers, body = refusal()
    lines = [b"%s: %s" % header for header in (*headers, *(allow(origin) if origin else ()))]
    return b"\r\n".join([b"HTTP/1.1 %d Service Unavailable" % status, *lines, b"", body])


class _Gate(HttpToolsProtocol):
    def __init__(self, room: Room, refusals: dict[bytes, bytes], **of_uvicorn: Any) -> None:
        super().__init__(**of_uvicorn)
        self._room = room
        self._refusals = refusals
        self._refused = False

    def on_headers_complete(self) -> None:
        self._refused = self._room.is_full and self._may_refuse()
        if not self._refused:
            super().on_headers_complete()
            return
        SHED.inc()
        origin = next((value for name, value in self.headers if name == b"origin"), b"")
        self.transport.write(self._refusals.get(origin) or self._refusals[b""])

    def on_body(self, body: bytes) -> None:
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._refused:
            super().on_message_complete()
            return
        # As after any answer: the connection may be used again, for a while.
        self._refused = False
        if self.parser.should_keep_alive():
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
        else:
            self.transport.close()

    def _may_refuse(self) -> bool:
        """Whether this is a query, asked as nearly all are; the others are left to Delivery."""
        path, _, _ = self.url.partition(b"?")
        answered = self.cycle is None or self.cycle.response_complete
        return (
            path == PATH
            and answered
            and not self.pipeline
            # Who asks on without reading must not have refusals pile up: Delivery waits.
            and not self.flow.write_paused
            and self.parser.get_method() in METHODS
            and self.parser.get_http_version() == "1.1"
            and not self.parser.should_upgrade()
            and not self.expect_100_continue
        )
