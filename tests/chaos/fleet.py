"""Processes of the suite that a test can start, kill and start again."""

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
from tests.scopes import EVERY_SCOPE

MODULES = {name: f"services.{name}" for name in ("members", "points", "feedback")}
MODULES["gateway"] = "gateway"
POLL_S = 0.02
READY_S = 30.0
IN_FLIGHT = re.compile(r"^tessera_calls_in_flight ([\d.e+]+)$", re.MULTILINE)


async def until(true: Callable[[], Awaitable[bool]], *, within_s: float = READY_S) -> None:
    """Returns when `true` is. Raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not await true():
            await asyncio.sleep(POLL_S)


@dataclass
class Process:
    """One process, with the same address after each start."""

    name: str
    port: int
    metrics_port: int
    child: Child

    @property
    def address(self) -> str:
        return f"{ports.HOST}:{self.port}"

    def launch(self) -> None:
        """Starts the process; `ready` waits until it can be called."""
        self.child.launch()

    def kill(self) -> None:
        """Sends SIGKILL: the process ends without a word to its clients."""
        self.child.kill()

    def pause(self) -> None:
        """Sends SIGSTOP: the process keeps its connections and answers nothing."""
        self.child.stand_still()

    def resume(self) -> None:
        self.child.signal(signal.SIGCONT)

    async def end(self, within_s: float = 25.0) -> float:
        """Sends SIGTERM, as in a rollout, and waits for the drain. Returns its seconds."""
        began = time.monotonic()
        self.child.ask_to_stop()

        async def ended() -> bool:
            return not self.child.alive()

        await until(ended, within_s=within_s)
        return time.monotonic() - began

    async def ready(self) -> None:
        """Returns when the process serves; else fails with the end of its log."""

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
        """The number of calls in progress, by the process's own metric."""
        # Without certificates: reading them takes longer than the request.
        async with httpx.AsyncClient(trust_env=False, verify=False, timeout=5) as client:
            text = (await client.get(f"http://{ports.HOST}:{self.metrics_port}/metrics")).text
        found = IN_FLIGHT.search(text)
        assert found is not None
        return int(float(found[1]))


class Fleet:
    """Starts processes, makes tokens for them, and kills all that it started."""

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
        """The exit code and the output of `python -m services.points verify`."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "services.points", "verify"),
            env=self.environment(**settings),
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        return process.returncode, said.decode()

    def channel(self, address: str, caller: Caller) -> grpc.aio.Channel:
        """A gRPC channel with the options of all our clients."""
        return connect(address, issuer_token=TokenIssuer(self._keys_dir).source(caller))

    def header(self, caller: Caller) -> dict[str, str]:
        """The headers of a front end's request."""
        token = TokenIssuer(self._keys_dir, audience=GATEWAY_AUDIENCE).source(caller)()
        return {"authorization": f"Bearer {token}"}

    def stop(self) -> None:
        """Kills all processes, also paused ones."""
        for process in self._processes:
            process.kill()


def till(brand: str) -> Caller:
    """The brand's POS."""
    return Caller(brand, "pos", Role.CHANNEL)


def operator(brand: str) -> Caller:
    """The brand's staff."""
    return Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)


def replicas(*at: int) -> str:
    """One address for the ports of several processes; clients use them in turn."""
    return "ipv4:" + ",".join(f"{ports.HOST}:{port}" for port in at)
