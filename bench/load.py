"""A cheap load client: HTTP/1.1 over persistent connections, with requests made in advance.

Each caller sends its next request after the answer to the previous one (a closed loop).
"""

import asyncio
import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HOST = "127.0.0.1"
ANSWER_TIMEOUT_S = 30.0
_END_OF_HEADERS = b"\r\n\r\n"
_END_OF_CHUNKS = b"0\r\n\r\n"


class LoadError(Exception):
    """A wrong or missing answer of a server; the message has the beginning of the answer."""


@dataclass(frozen=True, slots=True)
class Load:
    """The results of one measurement."""

    seconds: float
    latencies_ms: Sequence[float]
    """Latencies of all requests answered in these seconds."""
    answers: int
    """All answers, also those before these seconds."""

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies_ms) / self.seconds


def post(path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> bytes:
    """A POST of JSON, as it goes over the wire."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    fields = {
        "Host": HOST,
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Content-Length": str(len(content)),
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + content


async def ask(port: int, request: bytes) -> bytes:
    """The body of one answer. Raises LoadError when it is not a 200."""
    loop = asyncio.get_running_loop()
    caller = _Caller([request], last=True)
    transport, _ = await loop.create_connection(lambda: caller, HOST, port)
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            await caller.done
    finally:
        transport.close()
    return caller.last_body


async def measure(
    port: int, requests: Sequence[bytes], *, callers: int, warm_s: float, seconds: float
) -> Load:
    """Load the server at `port` for `warm_s`, then for `seconds` that count: more than once where
    not even one answer came in them.

    Raises LoadError when an answer is not a 200, has errors, or does not come.
    """
    loop = asyncio.get_running_loop()
    connections = [
        await loop.create_connection(lambda: _Caller(requests), HOST, port) for _ in range(callers)
    ]
    everyone = [caller for _, caller in connections]
    try:
        await _sleep(warm_s, everyone)
        before = sum(len(caller.latencies_ms) for caller in everyone)
        for caller in everyone:
            caller.latencies_ms.clear()
        began = time.perf_counter()
        took, latencies = 0.0, list[float]()
        while not latencies and took < ANSWER_TIMEOUT_S:
            await _sleep(seconds, everyone)
            took = time.perf_counter() - began
            latencies = [each for caller in everyone for each in caller.latencies_ms]
        await _finish(everyone)
    finally:
        for transport, caller in connections:
            caller.done.cancel()
            transport.close()
    if not latencies:
        raise LoadError(f"no answer within {took:.0f} s")
    return Load(took, latencies, before + sum(len(caller.latencies_ms) for caller in everyone))


async def _sleep(seconds: float, callers: Sequence["_Caller"]) -> None:
    """Let the callers work for this long, unless one fails."""
    done, _ = await asyncio.wait(
        [caller.done for caller in callers],
        timeout=seconds,
        return_when=asyncio.FIRST_COMPLETED,
    )
    failures = [failure for each in done if (failure := each.exception()) is not None]
    if failures:
        raise failures[0]


async def _finish(callers: Sequence["_Caller"]) -> None:
    """Wait for the outstanding answers, so that the server is idle afterwards."""
    for caller in callers:
        caller.last = True
    done, _ = await asyncio.wait([caller.done for caller in callers], timeout=ANSWER_TIMEOUT_S)
    for each in done:
        each.result()


class _Caller(asyncio.Protocol):
    """One connection. `done` ends with the answer after `last` was set, or with a LoadError."""

    def __init__(self, requests: Sequence[bytes], *, last: bool = False) -> None:
        self.last = last
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.latencies_ms: list[float] = []
        self.last_body = b""
        self._requests = requests
        self._next = random.randrange(len(requests))
        self._received = b""
        self._sent_at = 0.0

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail("the connection was closed")

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data if self._received else data
        body = _body(received)
        if body is None:
            return
        self.latencies_ms.append((time.perf_counter() - self._sent_at) * 1e3)
        self._received = b""
        if not received.startswith(b"HTTP/1.1 200 ") or b'"errors"' in body:
            self._fail(received[:2_000].decode(errors="replace"))
            return
        if self.last:
            self.last_body = body
            self.done.set_result(None)
        else:
            self._send()

    def _send(self) -> None:
        # From a random start in the caller's own order: requests are at random already.
        self._next = (self._next + 1) % len(self._requests)
        self._sent_at = time.perf_counter()
        self._transport.write(self._requests[self._next])

    def _fail(self, why: str) -> None:
        if not self.done.done():
            self.done.set_exception(LoadError(why))


def _body(received: bytes) -> bytes | None:
    """The body of the answer; None while it is incomplete."""
    end = received.find(_END_OF_HEADERS)
    if end < 0:
        return None
    head = received[:end].lower()
    start = end + len(_END_OF_HEADERS)
    at = head.find(b"content-length:")
    if at >= 0:
        stop = head.find(b"\r", at)
        length = int(head[at + 15 : stop if stop > 0 else end])
        return received[start : start + length] if len(received) >= start + length else None
    return _unchunk(received[start:]) if received.endswith(_END_OF_CHUNKS) else None


def _unchunk(chunks: bytes) -> bytes:
    parts = []
    while chunks:
        size, _, rest = chunks.partition(b"\r\n")
        parts.append(rest[: int(size, 16)])
        chunks = rest[int(size, 16) + 2 :]
    return b"".join(parts)
