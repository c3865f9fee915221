"""The part of an answer over HTTP that does not depend on its content.

overload     beyond the concurrency limit, a request is refused at once: 503, OVERLOADED. The
             SheddingProtocol refuses most of them earlier. A request is at work once all of it is
             there, so a client that sends slowly does not count
origins      pages of the origins in the settings may read answers; no cookies are used
br, gzip     answers of 1 KiB and more, as the client weighs the two; br when it weighs them alike
validators   an answer to GET has an ETag of its content, and 304 confirms it. A public answer may
             be cached, and pages of any origin may read it
"""

import hashlib
from collections.abc import Container

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.guards.concurrency import SHED, ConcurrencyLimit
from gateway.guards.overload_protocol import Headers, allow, refusal
from gateway.http import compression as packing

PREFLIGHT_S = 600


class Delivery:
    """The ASGI application around the endpoint."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        origins: Container[str] = (),
        concurrency: ConcurrencyLimit | None = None,
    ) -> None:
        self._app = app
        self._origins = origins
        self._concurrency = concurrency or ConcurrencyLimit()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = {key: value for key, value in scope["headers"] if key in _ASKED}
        origin = asked.get(b"origin")
        allowed = origin if origin and origin.decode("latin-1") in self._origins else None
        if allowed and scope["method"] == "OPTIONS" and b"access-control-request-method" in asked:
            await _answer(send, 204, _preflight(allowed))
            return
        answer = _Answer(self._concurrency, receive, send, scope["method"], asked, allowed)
        try:
            # A POST is complete once its body is there; a refusal need not wait for that.
            if scope["method"] != "POST" or self._concurrency.is_full:
                answer.enter()
            await self._app(scope, answer.receive, answer.send)
        except _Full:
            SHED.inc()
            await _answer(answer.send, *refusal())
        finally:
            answer.leave()


class _Full(Exception):
    """A request is complete, and the concurrency limit is reached."""


class _Answer:
    """An answer on its way out. An answer in pieces is a stream: it passes unchanged, and its
    request is not at work while it waits."""

    __slots__ = (
        "_asked",
        "_at_work",
        "_came",
        "_concurrency",
        "_method",
        "_origin",
        "_receive",
        "_send",
        "_start",
    )

    def __init__(
        self,
        concurrency: ConcurrencyLimit,
        receive: Receive,
        send: Send,
        method: str,
        asked: dict[bytes, bytes],
        origin: bytes | None,
    ) -> None:
        self._concurrency = concurrency
        self._receive = receive
        self._send = send
        self._method = method
        self._asked = asked
        self._origin = origin
        self._start: Message | None = None
        self._came = False
        self._at_work = False

    def enter(self) -> None:
        """Count the request, which is complete now. Raises _Full."""
        self._came = True
        if self._concurrency.is_full:
            raise _Full
        self._at_work = True
        self._concurrency.enter()

    def leave(self) -> None:
        if self._at_work:
            self._at_work = False
            self._concurrency.leave()

    async def receive(self) -> Message:
        message = await self._receive()
        if not self._came and not message.get("more_body"):
            self.enter()
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if self._origin:
                message["headers"] = [*message["headers"], *allow(self._origin)]
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
        """The body as it is sent; the headers in `start` are changed to fit it."""
        body: bytes = message.get("body", b"")
        large = len(body) >= packing.BYTES_MIN
        headers: Headers = list(start["headers"])
        if self._method == "GET" and start["status"] == 200:
            tag = b'W/"' + hashlib.blake2b(body, digest_size=16).hexdigest().encode() + b'"'
            headers.append((b"etag", tag))
            if _is_public(headers):
                # The answer is the same for all origins, so that caches keep one for all.
                headers = [each for each in headers if each not in allow(self._origin or b"")]
                headers += [(b"vary", b"accept-language"), (b"access-control-allow-origin", b"*")]
            else:
                # The answer depends on the caller, whose client has to validate it each time.
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


def _preflight(origin: bytes) -> Headers:
    return [
        *allow(origin),
        (b"access-control-allow-methods", b"GET, POST"),
        (
            b"access-control-allow-headers",
            b"authorization, content-type, accept-language, last-event-id, x-request-id",
        ),
        (b"access-control-max-age", str(PREFLIGHT_S).encode()),
    ]


async def _answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
