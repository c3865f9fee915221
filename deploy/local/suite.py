"""The processes of Tessera on one machine, started and stopped in order."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Self

import services
from deploy.local import binaries, health, issuer, objects, ports, providers, screen
from deploy.local.addresses import (
    ISSUER,
    OBJECTS,
    PROCESSES,
    PROVIDERS,
    SERVICES,
    Addresses,
    environment,
)
from deploy.local.folder import Folder, Run, Running, without_password
from deploy.local.logs import readable
from deploy.local.problem import StartProblem
from deploy.local.process import Child, tail
from deploy.local.servers import MongoServer, RedisServer, start_mongo, start_redis
from deploy.local.supervisor import Supervisor, Unit

MODULES = {
    **{name: f"services.{name}" for name in SERVICES},
    OBJECTS: "deploy.local.objects",
    ISSUER: "deploy.local.issuer",
    PROVIDERS: "deploy.local.providers",
    "gateway": "gateway",
}
CACHE_GB = 1.0
JOB_POLL_S = 0.05
PUBLISH_AGAIN_S = 2.0
# A service drains for 20 s at most and then ends its background work.
STOP_TIMEOUT_S = {"mongo": 30.0, "redis": 10.0, **dict.fromkeys(PROCESSES, 25.0)}
# The services follow one another's feeds, so they stop together; their stores stop last.
STOP_STAGES = (("gateway",), (*SERVICES, OBJECTS, ISSUER, PROVIDERS), ("redis",), ("mongo",))


class Suite:
    """An async context in which all processes run; leaving it stops them. Raises StartProblem."""

    def __init__(self, folder: Folder, addresses: Addresses) -> None:
        self._folder = folder
        self._addresses = addresses
        self._mongo: MongoServer | None = None
        self._redis: RedisServer | None = None
        self._supervisor = Supervisor(
            self._publish, screen.say, lambda: binaries.shortage(folder.root)
        )
        self._ready = False
        self._published = True

    @property
    def mongo_url(self) -> str:
        """The URL of our own MongoDB, or of yours."""
        return self._mongo.url if self._mongo else self._addresses.own_mongo_url or ""

    @property
    def redis_url(self) -> str:
        """The URL of our own Redis, or of yours."""
        return self._redis.url if self._redis else self._addresses.own_redis_url or ""

    async def __aenter__(self) -> Self:
        try:
            self._start_stores()
            await self._migrate()
            for name in self._addresses.processes:
                self._supervisor.adopt(self._process(name))
            await self._supervisor.until_ready()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stop()

    def mark_ready(self) -> None:
        """Publishes to `make up` and `make status` that the demo data is loaded too."""
        self._ready = True
        self._publish()

    async def keep_published(self) -> None:
        """Tells again what could not be told when it changed, as on a full disk; has no end."""
        while True:
            await asyncio.sleep(PUBLISH_AGAIN_S)
            if not self._published:
                self._publish()

    def _start_stores(self) -> None:
        if not self._addresses.own_mongo_url:
            self._mongo = start_mongo(
                self._folder.mongo, port=self._addresses.ports["mongo"], cache_gb=CACHE_GB
            )
            self._adopt_store("mongo", self._mongo.members[0])
        if not self._addresses.own_redis_url:
            self._redis = start_redis(self._folder.redis, port=self._addresses.ports["redis"])
            self._adopt_store("redis", self._redis.child)

    def _adopt_store(self, name: str, child: Child) -> None:
        child.name = name
        self._supervisor.adopt(self._unit(name, child))

    async def _migrate(self) -> None:
        """Builds missing indexes, like the Job before a rollout in a cluster.

        It runs once for the same code and data, because it costs three starts of Python.
        """
        stamp, code = self._folder.root / "indexes.stamp", _code_of_services()
        if self._mongo and stamp.exists() and stamp.read_text() == code:
            return
        await self._run_migrations()
        stamp.write_text(code)

    async def _run_migrations(self) -> None:
        jobs = [self._child(name, "migrate") for name in SERVICES]
        for job in jobs:
            job.launch()
        try:
            for job in jobs:
                while job.alive():
                    await asyncio.sleep(JOB_POLL_S)
                if job.exit_code != 0:
                    lines = "\n".join(map(readable, tail(job.output)))
                    raise StartProblem(
                        f"The indexes of {job.name} could not be built; the end of {job.output}:\n"
                        f"{lines}"
                    )
        finally:
            for job in jobs:
                job.kill()

    def _process(self, name: str) -> Unit:
        return self._unit(name, self._child(name))

    def _child(self, name: str, *arguments: str) -> Child:
        env = environment(
            name,
            self._addresses,
            mongo_url=self.mongo_url,
            redis_url=self.redis_url,
            keys_dir=str(self._folder.keys),
        )
        if OBJECTS in self._addresses.ports:
            secret = objects.make_secret(self._folder.keys)
            env |= objects.variables(self._addresses.ports[OBJECTS], secret, self._folder.objects)
        if ISSUER in self._addresses.ports:
            env |= self._issuer_variables(name)
        if PROVIDERS in self._addresses.ports and name in ("feedback", PROVIDERS):
            env |= {"TESSERA_PROVIDERS": str(self._providers)}
            if "gateway" in self._addresses.ports:
                url = f"http://{self._addresses.of('gateway')}"
                env |= {
                    "TESSERA_HOOKS_URL": url,
                    "TESSERA_CONSOLE_URL": f"{url}/console",
                    "TESSERA_LINKS_URL": url,
                }
        if PROVIDERS in self._addresses.ports and name == "gateway":
            env |= providers.wechat_variables(
                self._addresses.ports[PROVIDERS], self._folder.root, self._providers
            )
        command = [sys.executable, "-m", MODULES[name], *arguments]
        return Child(name, command, self._folder.log(name), env)

    @cached_property
    def _providers(self) -> Path:
        url = f"http://{ports.HOST}:{self._addresses.ports[PROVIDERS]}"
        return providers.prepare(self._folder.root, url, providers.BRANDS)

    def _issuer_variables(self, name: str) -> dict[str, str]:
        port, folder = self._addresses.ports[ISSUER], self._folder.issuer
        if name == ISSUER:
            issuer.prepare(folder, issuer.url_of(port))
            return {"TESSERA_ISSUER_DIR": str(folder)}
        return issuer.variables(port, folder / issuer.FILE) if name == "gateway" else {}

    def _unit(self, name: str, child: Child) -> Unit:
        port = self._addresses.ports[name]
        return Unit(child, port, partial(health.answers, name, port), STOP_TIMEOUT_S[name])

    async def _stop(self) -> None:
        await asyncio.shield(self._supervisor.stop(*STOP_STAGES))

    def _publish(self) -> None:
        try:
            self._folder.write(self._run())
            self._published = True
        except OSError as error:
            if self._published:
                screen.say("runner", f"`make status` is not current: {error}")
            self._published = False

    def _run(self) -> Run:
        return Run(
            pid=os.getpid(),
            ready=self._ready,
            ports=dict(self._addresses.ports),
            mongo_url=without_password(self.mongo_url),
            redis_url=without_password(self.redis_url),
            processes={
                u.name: Running(
                    u.child.pid if u.child.alive() else 0, u.port, u.state, u.started_at, u.restarts
                )
                for u in self._supervisor.units
            },
        )


def _code_of_services() -> str:
    """A hash of every file of every service."""
    digest = hashlib.sha256()
    for file in sorted(Path(services.__path__[0]).rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
