"""What is the same for every answer over HTTP, whatever it says.

overload     beyond so many requests at work, the next is refused at once: 503, OVERLOADED
origins      only those in the settings may read answers from a web page; no cookies are used
br, gzip     of 1 KiB and more, whichever the client weighs higher; br when it weighs them alike
validators   an answer to GET has an ETag of its content, and 304 says that it is still that one;
             what is public says for how long, to whatever page
"""

import asyncio
import hashlib
from collections.abc import Collection

import orjson
from prometheus_client import Counter, Gauge
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import packing
from services.common.errors import catalogue

IN_FLIGHT_MAX = 512
"""While the processor has time: most of these wait for a service, which may be slow."""
BUSY_IN_FLIGHT_MAX = 64
"""While it has none: that many keep it at its best, and go through it within some 30 ms, so that a
refusal waits no longer than that either."""
BUSY_S = 0.02
"""The event loop is busy when it comes that late to what is due."""
BEAT_S = 0.02
RETRY_AFTER_S = 1
PREFLIGHT_S = 600

IN_FLIGHT = Gauge("tessera_gateway_in_flight", "Requests at work.")
SHED = Counter("tessera_gateway_shed_total", "Requests refused for overload.")

Headers = list[tuple[bytes, bytes]]


class Delivery:
    """Wraps the endpoint."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        origins: Collection[str] = (),
        in_flight_max: int = IN_FLIGHT_MAX,
        busy_in_flight_max: int = BUSY_IN_FLIGHT_MAX,
    ) -> None:
        self._app = app
        self._origins = frozenset(origin.encode("latin-1") for origin in origins)
        self._maxima = (in_flight_max, busy_in_flight_max)
        self._in_flight = 0
        self._busy = False
        self._beat: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = {key: value for key, value in scope["headers"] if key in _ASKED}
        origin = asked.get(b"origin")
        allowed = origin if origin in self._origins else None
        if allowed and scope["method"] == "OPTIONS" and b"access-control-request-method" in asked:
            await _answer(send, 204, _preflight(allowed))
            return
        answer = _Answer(self, send, scope["method"], asked, allowed)
        if self._in_flight >= self._maxima[self._busy]:
            SHED.inc()
            await _refuse(answer.send)
            return
        self.enter()
        answer.counted = True
        try:
            await self._app(scope, receive, answer.send)
        finally:
            answer.leave()

    def enter(self) -> None:
        """One more is at work."""
        self._in_flight += 1
        IN_FLIGHT.set(self._in_flight)
        if self._beat is None:
            self._wait()

    def leave(self) -> None:
        """It is done."""
        self._in_flight -= 1
        IN_FLIGHT.set(self._in_flight)

    def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + BEAT_S
        self._beat = loop.call_at(due, self._look, loop, due)

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        """See how late the loop is, as long as there is work."""
        self._busy = loop.time() - due > BUSY_S
        self._beat = None
        if self._in_flight:
            self._wait()


class _Answer:
    """An answer on its way out. One that is sent in pieces is a stream: it goes as it comes, and
    is not at work while it waits."""

    __slots__ = ("_asked", "_delivery", "_method", "_origin", "_send", "_start", "counted")

    def __init__(
        self,
        delivery: Delivery,
        send: Send,
        method: str,
        asked: dict[bytes, bytes],
        origin: bytes | None,
    ) -> None:
        self._delivery = delivery
        self._send = send
        self._method = method
        self._asked = asked
        self._origin = origin
        self._start: Message | None = None
        self.counted = False

    def leave(self) -> None:
        if self.counted:
            self.counted = False
            self._delivery.leave()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if self._origin:
                message["headers"] = [*message["headers"], *_allow(self._origin)]
            return
        start, self._start = self._start, None
        if start is not None:
            if message.get("more_body"):
                self.leave()
            else:
                message = self._whole(start, message)
            await self._send(start)
        await self._send(message)

    def _whole(self, start: Message, message: Message) -> Message:
        """The body as it is sent; `start` is changed to fit it."""
        body: bytes = message.get("body", b"")
        large = len(body) >= packing.BYTES_MIN
        headers: Headers = list(start["headers"])
        if self._method == "GET" and start["status"] == 200:
            tag = b'W/"' + hashlib.blake2b(body, digest_size=16).hexdigest().encode() + b'"'
            headers.append((b"etag", tag))
            if _is_public(headers):
                # From any page, and without a word on origins: caches have one answer for all.
                headers = [each for each in headers if each not in _allow(self._origin or b"")]
                headers += [(b"vary", b"accept-language"), (b"access-control-allow-origin", b"*")]
            else:
                # Always asked again, and only by who was answered: it depends on the caller.
                _put(headers, b"cache-control", b"private, no-cache")
                headers.append((b"vary", b"authorization, accept-language"))
            if tag in self._asked.get(b"if-none-match", b""):
                start["status"] = 304
                body = b""
                _put(headers, b"content-length", None)
        if large:
            headers.append((b"vary", b"accept-encoding"))
            encoding = packing.encoding_for(self._asked.get(b"accept-encoding", b""))
            if body and encoding:
                body = packing.PACKERS[encoding](body)
                headers.append((b"content-encoding", encoding))
                _put(headers, b"content-length", str(len(body)).encode())
        start["headers"] = headers
        return {**message, "body": body}


_ASKED = frozenset(
    {b"accept-encoding", b"origin", b"if-none-match", b"access-control-request-method"}
)


def _is_public(headers: Headers) -> bool:
    return any(name == b"cache-control" and value.startswith(b"public") for name, value in headers)


def _put(headers: Headers, name: bytes, value: bytes | None) -> None:
    headers[:] = [each for each in headers if each[0] != name]
    if value is not None:
        headers.append((name, value))


def _allow(origin: bytes) -> Headers:
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", b"x-request-id, retry-after, etag"),
        (b"vary", b"origin"),
    ]


def _preflight(origin: bytes) -> Headers:
    return [
        *_allow(origin),
        (b"access-control-allow-methods", b"GET, POST"),
        (
            b"access-control-allow-headers",
            b"authorization, content-type, accept-language, last-event-id, x-request-id",
        ),
        (b"access-control-max-age", str(PREFLIGHT_S).encode()),
    ]


async def _refuse(send: Send) -> None:
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
    await _answer(send, 503, headers, body)


async def _answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
