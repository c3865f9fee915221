"""MongoDB as a replica set and Redis, started from Python, for the tests and `make run`.

It is synchronous, because both callers start servers before they have an event loop. Every child
dies with the thread that started it (see `parent_death.py`), so a killed test run leaves none.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import redis
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local import binaries, ports
from deploy.local.problem import StartProblem
from deploy.local.process import Child, tail

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
POLL_S = 0.02
LAST_LINES = 50
NOT_YET_INITIALIZED = 94  # MongoDB's error code: a fresh folder
ELECTION_TIMEOUT_MS = 1_000
PARAMETERS = {
    # The locks of a client that dies inside a transaction last this long, and up to half as long
    # again until MongoDB looks for them. MongoDB's default is 60 s. No call of ours takes longer.
    "transactionLifetimeLimitSeconds": 10,
    # No code reads at a past time: the postings are the ledger's history. By default MongoDB keeps
    # all versions of five minutes, and writes those of busy accounts to disk beside their pages.
    "minSnapshotHistoryWindowInSeconds": 0,
}
"""Parameters of every mongod that we start; see DECISIONS 17 and 37."""
QUIESCE_MS = 200  # the time a stopping member gives others to take over; 15 s by default


class _NotReady(Exception):
    """The server runs, but can't be used yet."""


@dataclass
class MongoServer:
    """A replica set of one or more mongod on this machine."""

    url: str
    ports: list[int]
    replica_set: str
    members: list[Child]

    @property
    def pids(self) -> list[int]:
        """Process ids, in the order of `ports`, also of killed members."""
        return [member.pid for member in self.members]

    def kill(self, index: int) -> None:
        """Sends SIGKILL to one member, like a machine that loses its power."""
        self.members[index].kill()

    def restart(self, index: int) -> None:
        """Starts a killed member again on its data and port; returns when it answers."""
        self.members[index].launch()
        _wait(self.members[index], lambda: _ping_mongo(self.ports[index]), PyMongoError)

    def pause(self, index: int) -> None:
        """SIGSTOP: the member keeps its connections and answers nothing."""
        self.members[index].stand_still()

    def resume(self, index: int) -> None:
        """SIGCONT after `pause`."""
        self.members[index].signal(signal.SIGCONT)

    def alive(self) -> bool:
        """True if every member's process runs."""
        return all(member.alive() for member in self.members)

    def stop(self) -> None:
        """Sends SIGTERM to all members, waits, and kills the rest. May be called twice."""
        for member in self.members:
            member.ask_to_stop()
        for member in self.members:
            member.stop(timeout_s=STOP_TIMEOUT_S)


@dataclass
class RedisServer:
    """One redis-server on this machine."""

    url: str
    port: int
    child: Child

    @property
    def pid(self) -> int:
        """Process id."""
        return self.child.pid

    def kill(self) -> None:
        """SIGKILL."""
        self.child.kill()

    def restart(self) -> None:
        """Starts it again after `kill`, on its port; returns when it answers."""
        self.child.launch()
        _wait(self.child, lambda: _ping_redis(self.port), redis.RedisError)

    def pause(self) -> None:
        """SIGSTOP: connections stay, nothing is answered."""
        self.child.stand_still()

    def resume(self) -> None:
        """SIGCONT after `pause`."""
        self.child.signal(signal.SIGCONT)

    def alive(self) -> bool:
        """True if the process runs."""
        return self.child.alive()

    def stop(self) -> None:
        """Sends SIGTERM, waits, and kills it if needed. May be called twice."""
        self.child.stop(timeout_s=STOP_TIMEOUT_S)


def start_mongo(
    directory: Path,
    *,
    port: int = 0,
    replica_set: str = "rs0",
    members: int = 1,
    cache_gb: float = 0.25,
    parameters: Mapping[str, object] = MappingProxyType({}),
) -> MongoServer:
    """Starts a replica set with its data in `directory` and returns when it has a primary.

    `parameters` are set beside PARAMETERS. Port 0 takes free ports; any other is the first of
    `members` consecutive ports. It uses the data of an earlier start, even if the ports have
    changed. Raises StartProblem.
    """
    binary = binaries.mongod()
    binaries.check_directory(directory)
    chosen = [ports.claim(port + n if port else 0, purpose="MongoDB") for n in range(members)]
    children = [
        _mongod(binary, directory / str(n), at, replica_set, cache_gb, {**PARAMETERS, **parameters})
        for n, at in enumerate(chosen)
    ]
    hosts = [f"{ports.HOST}:{at}" for at in chosen]
    url = f"mongodb://{','.join(hosts)}/?replicaSet={replica_set}"
    server = MongoServer(url, chosen, replica_set, children)
    try:
        for child in children:
            child.launch()
        for child, at in zip(children, chosen, strict=True):
            _wait(child, partial(_ping_mongo, at), PyMongoError)
        _wait(children[0], lambda: _configure(replica_set, hosts), PyMongoError)
        _wait(children[0], lambda: _require_primary(hosts), PyMongoError)
    except BaseException:
        server.stop()
        raise
    return server


def start_redis(directory: Path, *, port: int = 0) -> RedisServer:
    """Starts Redis with its snapshot in `directory`, until it answers. Raises StartProblem."""
    binary = binaries.redis_server()
    binaries.check_directory(directory)
    at = ports.claim(port, purpose="Redis")
    command = [
        str(binary),
        "--port",
        str(at),
        "--bind",
        ports.HOST,
        "--dir",
        str(directory),
    ]
    command += ["--save", "300 1", "--appendonly", "no", "--daemonize", "no"]
    output = directory / "redis.log"
    child = Child("redis-server", command, output)
    server = RedisServer(f"redis://{ports.HOST}:{at}/0", at, child)
    try:
        server.restart()
    except BaseException:
        server.stop()
        raise
    return server


def _wait(child: Child, ready: Callable[[], None], not_yet: type[Exception]) -> None:
    """Calls `ready` until it succeeds. Raises StartProblem if the child ends or is too slow."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            return ready()
        except (_NotReady, not_yet) as error:
            if not child.alive() or time.monotonic() > deadline:
                raise _problem(child) from error
        time.sleep(POLL_S)


def _problem(child: Child) -> StartProblem:
    child.kill()
    said = tail(child.output, lines=LAST_LINES)
    return StartProblem(
        binaries.explain("\n".join(said))
        or f"{child.name} did not start (exit code {child.exit_code}). Its last error is"
        f" {binaries.complaint(said)!r}; its log is {child.output}."
    )


def _mongod(
    binary: Path,
    directory: Path,
    port: int,
    replica_set: str,
    cache_gb: float,
    parameters: Mapping[str, object],
) -> Child:
    directory.mkdir(parents=True, exist_ok=True)
    command = [str(binary), "--dbpath", str(directory), "--port", str(port)]
    command += ["--bind_ip", ports.HOST, "--nounixsocket", "--replSet", replica_set]
    command += ["--wiredTigerCacheSizeGB", str(cache_gb), "--quiet"]
    command += ["--setParameter", "diagnosticDataCollectionEnabled=false"]
    for name, value in parameters.items():
        command += ["--setParameter", f"{name}={value}"]
    command += ["--setParameter", f"shutdownTimeoutMillisForSignaledShutdown={QUIESCE_MS}"]
    return Child("mongod", command, directory / "mongod.log")


def _direct(port: int) -> MongoClient[dict[str, Any]]:
    return MongoClient(ports.HOST, port, directConnection=True, serverSelectionTimeoutMS=500)


def _ping_mongo(port: int) -> None:
    with _direct(port) as client:
        client.admin.command("ping")


def _ping_redis(port: int) -> None:
    with redis.Redis(host=ports.HOST, port=port, socket_timeout=2) as client:
        client.ping()


def _configure(replica_set: str, hosts: list[str]) -> None:
    """Initiates a new replica set, or gives an existing one its new addresses."""
    with _direct(int(hosts[0].rpartition(":")[2])) as client:
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as error:
            if error.code != NOT_YET_INITIALIZED:
                raise
            client.admin.command("replSetInitiate", _fresh_config(replica_set, hosts))
            return
        if [member["host"] for member in config["members"]] != hosts:
            config["members"] = _members(hosts)
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)


def _fresh_config(replica_set: str, hosts: list[str]) -> dict[str, Any]:
    settings = {"electionTimeoutMillis": ELECTION_TIMEOUT_MS}
    return {"_id": replica_set, "members": _members(hosts), "settings": settings}


def _members(hosts: list[str]) -> list[dict[str, Any]]:
    return [{"_id": n, "host": host} for n, host in enumerate(hosts)]


def _require_primary(hosts: list[str]) -> None:
    """Raises while there is no primary, or while a member still copies its first data."""
    roles = []
    for host in hosts:
        with _direct(int(host.rpartition(":")[2])) as client:
            hello = client.admin.command("hello")
            roles.append((hello["isWritablePrimary"], hello["secondary"]))
    if not any(primary for primary, _ in roles) or (False, False) in roles:
        raise _NotReady
