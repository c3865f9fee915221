"""One request over HTTP to a provider: no redirects, no proxy, and an answer of bounded size."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import httptools

ANSWER_BYTES_MAX = 64 * 1024
READ_BYTES = 16 * 1024
HEADER_CHARS_MAX = 100


class NotSent(Exception):
    """The provider could not be reached, so that it has nothing of the request."""


class AnswerLost(Exception):
    """The request went out, and no whole answer came back."""


@dataclass(slots=True)
class HttpAnswer:
    """The status, the header Retry-After, and the body."""

    status: int = 0
    retry_after: str = ""
    body: bytes = field(default=b"", repr=False)


class _Reading:
    """An answer as far as it was read: takes the callbacks of its parser."""

    def __init__(self) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.answer = HttpAnswer()
        self.ended = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"retry-after":
            self.answer.retry_after = value.decode("latin-1")[:HEADER_CHARS_MAX]

    def on_body(self, body: bytes) -> None:
        self.answer.body += body

    def on_message_complete(self) -> None:
        self.answer.status = self.parser.get_status_code()
        self.ended = True


async def post(url: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    """Post `body` of JSON. Raises NotSent and AnswerLost; bound it by a timeout."""
    return await _asked("POST", url, headers, body)


async def get(url: str) -> HttpAnswer:
    """Get what is at `url`. Raises NotSent and AnswerLost; bound it by a timeout."""
    return await _asked("GET", url, {}, b"")


async def _asked(method: str, url: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {
        "host": parts.netloc,
        "user-agent": "tessera/1",
        "content-type": "application/json",
        "connection": "close",
        **headers,
        "content-length": str(len(body)),
    }
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    head = "\r\n".join([*lines, "", ""]).encode("ascii")
    try:
        reader, writer = await asyncio.open_connection(
            parts.hostname, port, ssl=_tls() if secure else None
        )
    except OSError as error:
        raise NotSent(type(error).__name__) from None
    try:
        writer.write(head + body)
        await writer.drain()
        return await _read(reader)
    except (OSError, EOFError, httptools.HttpParserError) as error:
        raise AnswerLost(type(error).__name__) from None
    finally:
        writer.transport.abort()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


async def _read(reader: asyncio.StreamReader) -> HttpAnswer:
    reading, read = _Reading(), 0
    while not reading.ended:
        chunk = await reader.read(READ_BYTES)
        if not chunk:
            raise EOFError
        read += len(chunk)
        if read > ANSWER_BYTES_MAX:
            raise AnswerLost("too large")
        reading.parser.feed_data(chunk)
    return reading.answer
