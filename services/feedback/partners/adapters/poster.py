"""Posts messages to addresses that operators wrote, and to none that is not public.

A name is resolved for each connection, every address that it has is judged, and the connection goes
to one of these addresses and to nothing else: a name that turns private between two look-ups gains
nothing. Redirects are not followed, and no proxy of the environment is used.
"""

import asyncio
import random
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import SplitResult, urlsplit

from services.feedback.partners.adapters.connection import (
    Answer,
    AnswerMalformed,
    ClosedUnanswered,
    Connection,
)
from services.feedback.partners.domain.posting import Posted, PostFailed
from services.feedback.partners.domain.public_address import is_public

TIMEOUT_S = 15.0
IDLE_S = 20.0
IDLE_MAX = 8
"""Connections to one host that wait for the next message."""
RESOLVERS = 32
"""A look-up can block for long; each host has one thread at most."""

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_RESOLVING = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolve")


class Poster:
    """Keeps connections open between messages. `private` lets it connect to any address, and
    without TLS: for development alone."""

    def __init__(
        self,
        *,
        private: bool = False,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._private = private
        self._resolve = resolve or Resolver().addresses
        self._tls = tls or ssl.create_default_context()
        self._timeout_s = timeout_s
        self._idle: dict[tuple[str, str, int], list[tuple[float, Connection]]] = {}

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """Post `body` within 15 s. Raises PostFailed where there is no answer."""
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await self._post(urlsplit(url), headers, body)
        except TimeoutError as error:
            raise PostFailed("TIMEOUT") from error
        except AnswerMalformed as error:
            raise PostFailed("ANSWER_MALFORMED") from error
        except ssl.SSLError as error:
            raise PostFailed("TLS_FAILED") from error
        except (OSError, ClosedUnanswered) as error:
            raise PostFailed("CONNECT_FAILED") from error
        return Posted(answer.status, answer.retry_after)

    def close(self) -> None:
        """Close the connections that wait."""
        for waiting in self._idle.values():
            for _, connection in waiting:
                connection.close()
        self._idle.clear()

    async def _post(self, url: SplitResult, headers: Mapping[str, str], body: bytes) -> Answer:
        host = url.hostname or ""
        port = url.port or (80 if url.scheme == "http" else 443)
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        sent = {
            "host": url.netloc,
            "user-agent": "tessera-webhooks/1",
            "content-type": "application/json",
            **headers,
        }
        key = (url.scheme, host, port)
        waiting = self._waiting(key)
        if waiting is not None:
            try:
                return await self._over(waiting, key, target, sent, body)
            except (ClosedUnanswered, ConnectionError):
                pass  # closed while it waited, which is no answer of the receiver's
        return await self._over(await self._open(key), key, target, sent, body)

    async def _over(
        self,
        connection: Connection,
        key: tuple[str, str, int],
        target: str,
        headers: Mapping[str, str],
        body: bytes,
    ) -> Answer:
        try:
            answer = await connection.post(target, headers, body)
        except BaseException:
            connection.close()
            raise
        idle = self._idle.setdefault(key, [])
        if answer.reusable and len(idle) < IDLE_MAX:
            idle.append((time.monotonic() + IDLE_S, connection))
        else:
            connection.close()
        return answer

    def _waiting(self, key: tuple[str, str, int]) -> Connection | None:
        idle = self._idle.get(key, [])
        found = None
        while idle and found is None:
            until, connection = idle.pop()
            if until > time.monotonic() and connection.is_open:
                found = connection
            else:
                connection.close()
        if not idle:
            self._idle.pop(key, None)
        return found

    async def _open(self, key: tuple[str, str, int]) -> Connection:
        scheme, host, port = key
        if scheme != "https" and not self._private:
            raise PostFailed("ADDRESS_NOT_PUBLIC")
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise PostFailed("NAME_UNKNOWN") from error
        # One private address among public ones is no accident of the receiver's.
        if not self._private and not all(map(is_public, addresses)):
            raise PostFailed("ADDRESS_NOT_PUBLIC")
        tls = self._tls if scheme == "https" else None
        problem: OSError = OSError("the name has no address")
        for address in random.sample(list(addresses), len(addresses)):
            try:
                return await Connection.open(address, port, host, tls)
            except ssl.SSLError:
                raise
            except OSError as error:
                problem = error
        raise problem


class Resolver:
    """Asks the system for the addresses of names. Those who ask for one name share the answer."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, int], asyncio.Task[Sequence[str]]] = {}

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """All addresses of `host`. Raises OSError."""
        key = (host, port)
        task = self._asked.get(key)
        if task is None:
            task = self._asked[key] = asyncio.create_task(_look_up(host, port))
            task.add_done_callback(lambda done: self._answered(key, done))
        return await asyncio.shield(task)

    def _answered(self, key: tuple[str, int], done: "asyncio.Task[Sequence[str]]") -> None:
        self._asked.pop(key, None)
        # Nobody may wait for it any more, and an error that nobody takes is told in the log.
        if not done.cancelled():
            done.exception()


async def _look_up(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(
        _RESOLVING, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
