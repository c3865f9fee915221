"""The processes of the gateway's benchmark: stub services, the gateway, and its peers on Node."""

import asyncio
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import peers
from bench.cards import DOCUMENTS
from bench.load import HOST
from deploy.local.ports import free_port
from deploy.local.process import Child, tail
from deploy.local.servers import RedisServer, start_redis
from services.common.auth import make_keys

ROOT = Path(__file__).parent.parent
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 5.0
POLL_S = 0.05
POINTS_PER_MINUTE = 10**9
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A GraphQL server at `port`."""

    name: str
    title: str
    """The name and version that results show."""
    port: int
    child: Child

    @property
    def cpu_s(self) -> float | None:
        """The processor time used so far, if the system has /proc."""
        stat = Path(f"/proc/{self.child.pid}/stat")
        if not stat.exists():
            return None
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_S

    @property
    def memory_mb(self) -> float | None:
        """The resident memory, if the system has /proc."""
        status = Path(f"/proc/{self.child.pid}/status")
        if not status.exists():
            return None
        rows = dict(row.split(":", 1) for row in status.read_text().splitlines())
        return int(rows["VmRSS"].split()[0]) / 1024


@dataclass
class Fleet:
    """All processes, with their logs and the token keys in `folder`; the `with` block ends them."""

    folder: Path
    _children: list[Child] = field(default_factory=list)
    _services: Mapping[str, str] = field(default_factory=dict)
    _redis: RedisServer | None = None

    @property
    def keys_dir(self) -> Path:
        """The issuer of tokens for the gateway."""
        return self.folder / "keys"

    async def start(self) -> list[Server]:
        """The gateway, the gateway without its plans, and the available peers."""
        make_keys(self.keys_dir)
        await self._start_services()
        limits = self._limits()
        servers = [
            self._gateway("gateway", "gateway", limits),
            self._gateway("core", "graphql-core", {**limits, "TESSERA_GRAPHQL_PLAN": "off"}),
        ]
        node = peers.install()
        if node is not None:
            for name, package in (("apollo", "@apollo/server"), ("yoga", "graphql-yoga")):
                servers.append(self._peer(node, name, package))
        for server in servers:
            await self._listening(server.child, server.port)
        return servers

    async def start_gateway(self) -> Server:
        """The gateway alone, with the services that it calls."""
        make_keys(self.keys_dir)
        await self._start_services()
        server = self._gateway("gateway", "gateway", {})
        await self._listening(server.child, server.port)
        return server

    def __enter__(self) -> "Fleet":
        return self

    def __exit__(self, *_: object) -> None:
        for child in reversed(self._children):
            child.stop(timeout_s=STOP_TIMEOUT_S)
        if self._redis is not None:
            self._redis.stop()

    def _limits(self) -> dict[str, str]:
        """Settings of production: trusted documents, and a rate limit that is never reached."""
        folder = self.folder / "redis"
        folder.mkdir()
        self._redis = start_redis(folder)
        return {
            "TESSERA_TRUSTED_ONLY": "on",
            "TESSERA_TRUSTED_DOCUMENTS": str(DOCUMENTS),
            "TESSERA_REDIS_URL": self._redis.url,
            "TESSERA_POINTS_PER_MINUTE": str(POINTS_PER_MINUTE),
            "TESSERA_ADDRESS_POINTS_PER_MINUTE": str(POINTS_PER_MINUTE),
        }

    async def _start_services(self) -> None:
        ports = [free_port() for _ in range(3)]
        python = [sys.executable, "-m", "bench.stub_services"]
        child = self._launch("services", [*python, str(self.keys_dir), *map(str, ports)], {})
        for port in ports:
            await self._listening(child, port)
        names = ("MEMBERS_ADDRESS", "POINTS_ADDRESS", "FEEDBACK_ADDRESS")
        self._services = {name: f"{HOST}:{port}" for name, port in zip(names, ports, strict=True)}

    def _gateway(self, name: str, title: str, more: Mapping[str, str]) -> Server:
        port = free_port()
        settings = {
            "TESSERA_HOST": HOST,
            "TESSERA_PORT": str(port),
            "TESSERA_METRICS_PORT": "0",
            "TESSERA_KEYS_DIR": str(self.keys_dir),
            "TESSERA_TRUSTED_ONLY": "off",
            "TESSERA_REDIS_URL": "",
            **{f"TESSERA_{key}": address for key, address in self._services.items()},
            **more,
        }
        return Server(
            name, title, port, self._launch(name, [sys.executable, "-m", "gateway"], settings)
        )

    def _peer(self, node: Path, name: str, package: str) -> Server:
        port = free_port()
        settings = {"PORT": str(port), "NODE_ENV": "production", **self._services}
        script = str(peers.FOLDER / f"{name}.mjs")
        title = f"{name} {peers.version(package)}"
        return Server(name, title, port, self._launch(name, [str(node), script], settings))

    def _launch(self, name: str, command: Sequence[str], settings: Mapping[str, str]) -> Child:
        path = os.pathsep.join((str(ROOT), str(ROOT / "protos" / "gen")))
        env = {key: text for key, text in os.environ.items() if not key.startswith("TESSERA_")}
        child = Child(
            name, command, self.folder / f"{name}.log", {**env, "PYTHONPATH": path, **settings}
        )
        child.launch()
        self._children.append(child)
        return child

    async def _listening(self, child: Child, port: int) -> None:
        """Returns when `child` accepts connections. Raises RuntimeError if it does not."""
        until = time.monotonic() + START_TIMEOUT_S
        while child.alive() and time.monotonic() < until:
            try:
                _, writer = await asyncio.open_connection(HOST, port)
            except OSError:
                await asyncio.sleep(POLL_S)
                continue
            writer.close()
            return
        last = "\n".join(tail(child.output))
        raise RuntimeError(f"{child.name} does not take connections at {HOST}:{port}:\n{last}")
