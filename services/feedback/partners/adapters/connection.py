"""One connection to a receiver: it posts a body and reads the head of the answer."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httptools

HEAD_BYTES_MAX = 16 * 1024
BODY_BYTES_MAX = 4 * 1024
"""How much of an answer's body is read; what is longer costs the connection."""
BODY_S = 2.0
READ_BYTES = 4096
_INFORMATIONAL = range(100, 200)


class AnswerMalformed(Exception):
    """The answer is no HTTP, or its head has no end."""


class ClosedUnanswered(Exception):
    """The receiver closed the connection before any byte of an answer."""


@dataclass(slots=True)
class Answer:
    """The answer's status, its wish to be asked later, and whether the connection can be reused."""

    status: int
    retry_after: str
    reusable: bool


class _Head:
    """An answer as far as it was read: takes the callbacks of its parser."""

    def __init__(self) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.retry_after = ""
        self.head_ended = self.ended = self.stays_open = False
        self.body_bytes = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"retry-after":
            self.retry_after = value.decode("latin-1")[:100]

    def on_headers_complete(self) -> None:
        self.head_ended = True

    def on_body(self, body: bytes) -> None:
        self.body_bytes += len(body)

    def on_message_complete(self) -> None:
        self.ended = True
        # The parser knows it here, and no longer afterwards.
        self.stays_open = self.parser.should_keep_alive()


class Connection:
    """A connection that is open. After an error it must be closed."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(
        cls, address: str, port: int, host: str, tls: ssl.SSLContext | None
    ) -> "Connection":
        """Connect to `address`; a certificate has to be that of `host`. Raises OSError."""
        reader, writer = await asyncio.open_connection(
            address, port, ssl=tls, server_hostname=host if tls else None, limit=HEAD_BYTES_MAX
        )
        return cls(reader, writer)

    @property
    def is_open(self) -> bool:
        """Whether the receiver has not closed it, as far as we have heard."""
        return not (self._reader.at_eof() or self._writer.is_closing())

    def close(self) -> None:
        """Close it without waiting for the receiver."""
        self._writer.transport.abort()

    async def post(self, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post `body`. Raises AnswerMalformed, ClosedUnanswered and OSError."""
        head = [f"POST {target} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        head.append(f"content-length: {len(body)}")
        self._writer.write("\r\n".join([*head, "", ""]).encode("ascii") + body)
        await self._writer.drain()
        read = 0
        while True:
            answer, read = await self._head(read)
            status = answer.parser.get_status_code()
            if status not in _INFORMATIONAL:
                break
        await self._body(answer)
        return Answer(status, answer.retry_after, answer.stays_open)

    async def _head(self, read: int) -> tuple[_Head, int]:
        """The head of an answer, and how many bytes were read with those before."""
        answer = _Head()
        while not answer.head_ended:
            try:
                line = await self._reader.readline()
            except ValueError as error:
                raise AnswerMalformed("a line without an end") from error
            if not line:
                if read:
                    raise AnswerMalformed("the head has no end")
                raise ClosedUnanswered
            read += len(line)
            if read > HEAD_BYTES_MAX:
                raise AnswerMalformed("the head is too long")
            _feed(answer.parser, line)
        return answer, read

    async def _body(self, answer: _Head) -> None:
        """Read the body, which is of no interest but for the next answer."""
        try:
            async with asyncio.timeout(BODY_S):
                while not answer.ended and answer.body_bytes <= BODY_BYTES_MAX:
                    chunk = await self._reader.read(READ_BYTES)
                    if not chunk:
                        return
                    _feed(answer.parser, chunk)
        except (TimeoutError, OSError, AnswerMalformed):
            pass  # the status has come, and the connection is not used again


def _feed(parser: "httptools.HttpResponseParser", chunk: bytes) -> None:
    try:
        parser.feed_data(chunk)
    except httptools.HttpParserError as error:
        raise AnswerMalformed(str(error)) from error
