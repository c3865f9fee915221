"""A partner's system on this machine, which can be slow, wrong or away."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Answer = tuple[int, dict[str, str]]
OK: Answer = (200, {})


@dataclass
class Post:
    """A message as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        decoded: dict[str, Any] = json.loads(self.body)
        return decoded


@dataclass
class Receiver:
    """Answers by `answer`; `taken` are the posts that it answered 2xx, `all` every one."""

    answer: Callable[[Post], Answer] = lambda _: OK
    all: list[Post] = field(default_factory=list)
    taken: list[Post] = field(default_factory=list)
    connections: int = 0
    hangs: bool = False
    url: str = ""
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def seqs(self, member: str) -> list[int]:
        """The numbers of a member's messages, as they were taken."""
        return [post.told["member_seq"] for post in self.taken if post.told["member"] == member]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        try:
            while line := await reader.readline():
                assert line.startswith(b"POST ")
                headers = {}
                while (line := await reader.readline()) not in (b"\r\n", b""):
                    name, _, value = line.decode().partition(":")
                    headers[name.strip().lower()] = value.strip()
                body = await reader.readexactly(int(headers["content-length"]))
                post = Post(headers, body)
                self.all.append(post)
                if self.hangs:
                    await asyncio.sleep(60)
                status, more = self.answer(post)
                if 200 <= status < 300:
                    self.taken.append(post)
                head = [f"HTTP/1.1 {status} Said", "content-length: 2"]
                head += [f"{name}: {value}" for name, value in more.items()]
                writer.write("\r\n".join([*head, "", "ok"]).encode())
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving(
    answer: Callable[[Post], Answer] = lambda _: OK, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """A receiver on a free port of the loopback."""
    receiver = Receiver(answer)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        await receiver._serve(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    scheme = "https" if tls else "http"
    receiver.url = f"{scheme}://127.0.0.1:{port}/hooks?for=tessera"
    try:
        yield receiver
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
