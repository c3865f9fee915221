"""One GET or POST over HTTP, for the few calls to other houses: no redirects, a new connection."""

import asyncio
import ssl
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

ANSWER_BYTES_MAX = 16 * 1024
_OK = 200


class FetchError(Exception):
    """There was no answer, or none with status 200. The text has nothing of the request."""


async def get(url: str, query: Mapping[str, str]) -> bytes:
    """The body of the answer, at most 16 KiB. Raises FetchError; bound it by a timeout."""
    return await _exchange("GET", url, query, None)


async def post(url: str, query: Mapping[str, str], json: str) -> bytes:
    """Post `json`: the body of the answer, as of `get`."""
    return await _exchange("POST", url, query, json.encode())


async def _exchange(method: str, url: str, query: Mapping[str, str], body: bytes | None) -> bytes:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    target = f"{parts.path or '/'}?{urlencode(query)}" if query else parts.path or "/"
    # HTTP/1.0: the answer comes in one piece, and ends with the connection.
    head = (
        f"{method} {target} HTTP/1.0\r\n"
        f"Host: {parts.netloc}\r\nAccept: application/json\r\nConnection: close\r\n"
    )
    if body is not None:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    sent = f"{head}\r\n".encode("ascii") + (body or b"")
    context = ssl.create_default_context() if secure else None
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=context)
        try:
            writer.write(sent)
            answer = await _read(reader)
        finally:
            writer.close()
    except (OSError, EOFError) as error:
        raise FetchError(type(error).__name__) from None
    head_lines, _, content = answer.partition(b"\r\n\r\n")
    words = head_lines.split(b"\r\n", 1)[0].split(b" ", 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or words[1] != str(_OK).encode():
        raise FetchError("status")
    return content


async def _read(reader: asyncio.StreamReader) -> bytes:
    answer = b""
    while part := await reader.read(ANSWER_BYTES_MAX):
        answer += part
        if len(answer) > ANSWER_BYTES_MAX:
            raise FetchError("too large")
    return answer
