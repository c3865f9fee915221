"""Processes of the suite that a test may kill: started, ended, and started again."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import grpc
import httpx

from deploy.local import health, ports
from deploy.local.process import Child, tail
from services.common.auth import GATEWAY_AUDIENCE, Caller, Role, TokenIssuer
from services.common.channel import connect

MODULES = {name: f"services.{name}" for name in ("members", "points", "feedback")}
MODULES["gateway"] = "gateway"
SCOPES = frozenset({"programmes", "pii", "points", "feedback", "rewards"})
POLL_S = 0.02
READY_S = 30.0
IN_FLIGHT = re.compile(r"^tessera_calls_in_flight ([\d.e+]+)$", re.MULTILINE)


async def until(true: Callable[[], Awaitable[bool]], *, within_s: float = READY_S) -> None:
    """Returns when it is so; TimeoutError when it never is."""
    async with asyncio.timeout(within_s):
        while not await true():
            await asyncio.sleep(POLL_S)


@dataclass
class Process:
    """One process at an address that stays the same when it is started again."""

    name: str
    port: int
    metrics_port: int
    child: Child

    @property
    def address(self) -> str:
        return f"{ports.HOST}:{self.port}"

    def launch(self) -> None:
        """Starts it; `ready` tells when it can be called."""
        self.child.launch()

    def kill(self) -> None:
        """SIGKILL: nothing is said to anybody."""
        self.child.kill()

    def pause(self) -> None:
        """SIGSTOP: connections stay, nothing is answered."""
        self.child.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.child.signal(signal.SIGCONT)

    async def end(self, within_s: float = 25.0) -> float:
        """SIGTERM, as at a rollout: it drains. The seconds that it took."""
        began = time.monotonic()
        self.child.ask_to_stop()

        async def ended() -> bool:
            return not self.child.alive()

        await until(ended, within_s=within_s)
        return time.monotonic() - began

    async def ready(self) -> None:
        """Returns when it serves; fails with the end of its log when it does not."""

        async def serves() -> bool:
            assert self.child.alive(), self.last_words()
            return await health.answers(self.name, self.port)

        try:
            await until(serves)
        except TimeoutError as error:
            raise AssertionError(self.last_words()) from error

    def last_words(self) -> str:
        return "\n".join([f"{self.name} does not serve:", *tail(self.child.output)])

    async def calls_in_flight(self) -> int:
        """How many calls it is answering now, by its own count."""
        # Without certificates, whose reading takes longer than the question.
        async with httpx.AsyncClient(trust_env=False, verify=False, timeout=5) as client:
            text = (await client.get(f"http://{ports.HOST}:{self.metrics_port}/metrics")).text
        found = IN_FLIGHT.search(text)
        assert found is not None
        return int(float(found[1]))


class Fleet:
    """Starts processes, mints tokens for them, and kills all that it started."""

    def __init__(self, folder: Path, keys_dir: Path) -> None:
        self._folder = folder
        self._keys_dir = keys_dir
        self._processes: list[Process] = []

    def start(self, name: str, port: int = 0, **settings: str) -> Process:
        """A process on `port` or a free one; `settings` by their names, e.g. `mongo_url`."""
        port, metrics_port = port or ports.free_port(), ports.free_port()
        env = self.environment(port=str(port), metrics_port=str(metrics_port), **settings)
        output = self._folder / f"{name}-{port}.log"
        command = [sys.executable, "-m", MODULES[name]]
        process = Process(name, port, metrics_port, Child(name, command, output, env))
        self._processes.append(process)
        process.launch()
        return process

    def environment(self, **settings: str) -> dict[str, str]:
        """The variables of a process, or of a command such as `verify`."""
        ours = {
            "keys_dir": str(self._keys_dir),
            "environment": "development",
            "log_level": "warning",
            "redis_url": "",
            **settings,
        }
        return {**os.environ, **{f"TESSERA_{key.upper()}": ours[key] for key in ours}}

    async def verify(self, **settings: str) -> tuple[int | None, str]:
        """What `python -m services.points verify` exits with, and says."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "services.points", "verify"),
            env=self.environment(**settings),
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        return process.returncode, said.decode()

    def channel(self, address: str, caller: Caller) -> grpc.aio.Channel:
        """A channel as every client of ours has it."""
        return connect(address, issuer_token=TokenIssuer(self._keys_dir).source(caller))

    def header(self, caller: Caller) -> dict[str, str]:
        """What a front end brings to the gateway."""
        token = TokenIssuer(self._keys_dir, audience=GATEWAY_AUDIENCE).source(caller)()
        return {"authorization": f"Bearer {token}"}

    def stop(self) -> None:
        """Kills all; those that were paused too."""
        for process in self._processes:
            process.kill()


def till(brand: str) -> Caller:
    """The brand's POS."""
    return Caller(brand, "pos", Role.CHANNEL)


def operator(brand: str) -> Caller:
    """The brand's staff."""
    return Caller(brand, "ann", Role.OPERATOR, scopes=SCOPES)


def replicas(*at: int) -> str:
    """One address that names the ports of several; clients take turns among them."""
    return "ipv4:" + ",".join(f"{ports.HOST}:{port}" for port in at)
