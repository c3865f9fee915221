"""The running suite: addresses, metrics and tokens of its processes, and ways to kill them."""

import asyncio
import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import TypeVar

import httpx
from pymongo import MongoClient

from deploy.local import ledger, ports
from deploy.local.addresses import SERVICES
from deploy.local.folder import Folder, Run
from services.common.auth import Caller, TokenIssuer

POLL_S = 0.02
DEADLINE_S = 30.0
"""For what takes a moment: other workers of the tests share the machine."""
VERIFY_TIMEOUT_S = 60
TOKEN_TTL = timedelta(hours=1)
HANDLED = re.compile(r'tessera_calls_handled_total\{code="\w+",method="([^"]+)"\} ([\d.e+]+)')
SUBSCRIBERS = re.compile(r"tessera_gateway_subscribers\{[^}]*\} ([\d.e+]+)")

T = TypeVar("T")


async def until(
    read: Callable[[], Awaitable[T]],
    holds: Callable[[T], object],
    *,
    within_s: float = DEADLINE_S,
) -> T:
    """The first result of `read` for which `holds` is true; fails with the last one in time."""
    deadline = time.monotonic() + within_s
    while not holds(value := await read()):
        assert time.monotonic() < deadline, f"after {within_s} s it still is {value}"
        await asyncio.sleep(POLL_S)
    return value


class RunningSuite:
    """One running suite with ports and a folder of its own."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    @property
    def data(self) -> str:
        """The folder, as commands take it."""
        return str(self._folder.root)

    @property
    def run(self) -> Run:
        """The state that the runner publishes now."""
        run = self._folder.read()
        assert run is not None, "the suite is gone"
        return run

    def address(self, name: str) -> str:
        """host:port of a process."""
        return f"{ports.HOST}:{self.run.ports[name]}"

    def token(self, caller: Caller, audience: str) -> str:
        """A token like that of the brand's login."""
        return TokenIssuer(self._folder.keys, audience=audience).mint(caller, TOKEN_TTL)

    async def calls_handled(self) -> Counter[str]:
        """Calls that the three services have answered so far, by gRPC method."""
        handled: Counter[str] = Counter()
        for name in SERVICES:
            for method, count in HANDLED.findall(await self._metrics(name)):
                handled[method] += int(float(count))
        return handled

    async def subscriptions(self) -> int:
        """The number of subscriptions that the gateway serves now."""
        return sum(
            int(float(count)) for count in SUBSCRIBERS.findall(await self._metrics("gateway"))
        )

    async def _metrics(self, name: str) -> str:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"http://{self.address(f'{name}-metrics')}/metrics")).text

    @contextmanager
    def paused(self, name: str) -> Iterator[None]:
        """A process that keeps its connections and answers nothing."""
        pid = self.run.processes[name].pid
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @asynccontextmanager
    async def killed(self, name: str) -> AsyncIterator[None]:
        """Kills a process; leaving the block waits until the runner has started it again."""
        before = self.run.processes[name].restarts
        os.kill(self.run.processes[name].pid, signal.SIGKILL)
        yield

        async def process() -> tuple[int, str]:
            return self.run.processes[name].restarts, self.run.processes[name].state

        await until(process, lambda now: now == (before + 1, "ready"))

    def audit_log(self, member_id: str) -> list[dict[str, object]]:
        """The audit log's entries about a member."""
        with MongoClient[dict[str, object]](self.run.mongo_url) as client:
            about = {"kind": "audit", "body.objects": ["member_id", member_id]}
            return list(client["members"]["audit"].find(about).sort("_id"))

    async def verify(self) -> tuple[int, str]:
        """Exit code and output of `python -m services.points verify` on the suite's database."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.points", "verify"),
            env=ledger.environment(self._folder),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(process.communicate(), VERIFY_TIMEOUT_S)
        return process.returncode or 0, said.decode()
