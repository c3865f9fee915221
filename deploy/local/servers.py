"""MongoDB as a replica set and Redis, started from Python, for the tests and `make run`.

Synchronous on purpose: both callers start servers before they have an event loop. Every child dies
with the thread that started it (see `leash.py`), so a killed test run leaves nothing behind.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local import binaries, ports, process
from deploy.local.problem import StartProblem

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
POLL_S = 0.02
NOT_YET_INITIALIZED = 94  # MongoDB's error code: a fresh folder
ELECTION_TIMEOUT_MS = 1_000
QUIESCE_MS = 200  # how long a stopping member lets others take over; MongoDB's own is 15 s


class _Starting(Exception):
    """The server runs and is not ready yet."""


@dataclass
class _Child:
    """A server process with what it takes to start it again."""

    name: str
    command: list[str]
    output: Path
    running: subprocess.Popen[bytes]

    def until(self, ready: Callable[[], None], not_yet: type[Exception]) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                return ready()
            except (_Starting, not_yet) as error:
                if self.running.poll() is not None or time.monotonic() > deadline:
                    raise self._problem() from error
            time.sleep(POLL_S)

    def _problem(self) -> StartProblem:
        process.kill(self.running)
        said = process.tail(self.output, lines=3)
        text = "\n".join(said)
        return StartProblem(
            binaries.explain(text)
            or f"{self.name} did not start (exit code {self.running.returncode}): read"
            f" {self.output}, which ends with: {text or 'nothing'}"
        )


@dataclass
class MongoServer:
    """A replica set of one or more mongod on this machine."""

    url: str
    ports: list[int]
    replica_set: str
    _members: list[_Child]

    @property
    def pids(self) -> list[int]:
        """Process ids, in the order of `ports`; of a killed member the one it had."""
        return [member.running.pid for member in self._members]

    def kill(self, index: int) -> None:
        """SIGKILL to one member, as a machine that loses its power."""
        process.kill(self._members[index].running)

    def restart(self, index: int) -> None:
        """Starts a killed member again on its data and port; returns when it answers."""
        member = self._members[index]
        member.running = process.start(member.command, member.output)
        member.until(lambda: _ping_mongo(self.ports[index]), PyMongoError)

    def pause(self, index: int) -> None:
        """SIGSTOP: the member keeps its connections and answers nothing."""
        self._members[index].running.send_signal(signal.SIGSTOP)

    def resume(self, index: int) -> None:
        """SIGCONT after `pause`."""
        self._members[index].running.send_signal(signal.SIGCONT)

    def alive(self) -> bool:
        """Whether every member's process runs."""
        return all(member.running.poll() is None for member in self._members)

    def stop(self) -> None:
        """Asks all members to end, waits, kills what stays. Twice is fine."""
        for member in self._members:
            if member.running.poll() is None:
                member.running.send_signal(signal.SIGCONT)
                member.running.terminate()
        for member in self._members:
            process.stop(member.running, timeout_s=STOP_TIMEOUT_S)


@dataclass
class RedisServer:
    """One redis-server on this machine."""

    url: str
    port: int
    _child: _Child

    @property
    def pid(self) -> int:
        """Process id."""
        return self._child.running.pid

    def kill(self) -> None:
        """SIGKILL."""
        process.kill(self._child.running)

    def restart(self) -> None:
        """Starts it again after `kill`, on its port; returns when it answers."""
        self._child.running = process.start(self._child.command, self._child.output)
        self._child.until(lambda: _ping_redis(self.port), redis.RedisError)

    def pause(self) -> None:
        """SIGSTOP: connections stay, nothing is answered."""
        self._child.running.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT after `pause`."""
        self._child.running.send_signal(signal.SIGCONT)

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._child.running.poll() is None

    def stop(self) -> None:
        """Asks it to end, waits, kills it if it stays. Twice is fine."""
        if self.alive():
            self.resume()
        process.stop(self._child.running, timeout_s=STOP_TIMEOUT_S)


def start_mongo(
    directory: Path,
    *,
    port: int = 0,
    replica_set: str = "rs0",
    members: int = 1,
    cache_gb: float = 0.25,
) -> MongoServer:
    """Starts a replica set with its data in `directory` and returns when it has a primary.

    Port 0 takes free ports, any other is the first of `members` consecutive ones. Data of an
    earlier start is found, also when the ports have changed. Raises StartProblem.
    """
    binary = binaries.mongod()
    binaries.check_directory(directory)
    chosen = [ports.claim(port + n if port else 0, purpose="MongoDB") for n in range(members)]
    children = [
        _start_mongod(binary, directory / str(n), at, replica_set, cache_gb)
        for n, at in enumerate(chosen)
    ]
    hosts = [f"{ports.HOST}:{at}" for at in chosen]
    url = f"mongodb://{','.join(hosts)}/?replicaSet={replica_set}"
    server = MongoServer(url, chosen, replica_set, children)
    try:
        for child, at in zip(children, chosen, strict=True):
            child.until(lambda at=at: _ping_mongo(at), PyMongoError)  # type: ignore[misc]
        children[0].until(lambda: _configure(replica_set, hosts), PyMongoError)
        children[0].until(lambda: _require_primary(hosts), PyMongoError)
    except BaseException:
        server.stop()
        raise
    return server


def start_redis(directory: Path, *, port: int = 0) -> RedisServer:
    """Starts Redis with its snapshot in `directory` and returns when it answers. Raises StartProblem."""
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
    child = _Child("redis-server", command, output, process.start(command, output))
    server = RedisServer(f"redis://{ports.HOST}:{at}/0", at, child)
    try:
        child.until(lambda: _ping_redis(at), redis.RedisError)
    except BaseException:
        server.stop()
        raise
    return server


def _start_mongod(
    binary: Path, directory: Path, port: int, replica_set: str, cache_gb: float
) -> _Child:
    directory.mkdir(parents=True, exist_ok=True)
    command = [str(binary), "--dbpath", str(directory), "--port", str(port)]
    command += ["--bind_ip", ports.HOST, "--nounixsocket", "--replSet", replica_set]
    command += ["--wiredTigerCacheSizeGB", str(cache_gb), "--quiet"]
    command += ["--logpath", str(directory / "mongod.log")]
    command += ["--setParameter", "diagnosticDataCollectionEnabled=false"]
    command += ["--setParameter", f"shutdownTimeoutMillisForSignaledShutdown={QUIESCE_MS}"]
    output = directory / "mongod.out"
    return _Child("mongod", command, output, process.start(command, output))


def _direct(port: int) -> MongoClient[dict[str, Any]]:
    return MongoClient(ports.HOST, port, directConnection=True, serverSelectionTimeoutMS=500)


def _ping_mongo(port: int) -> None:
    with _direct(port) as client:
        client.admin.command("ping")


def _ping_redis(port: int) -> None:
    with redis.Redis(host=ports.HOST, port=port, socket_timeout=2) as client:
        client.ping()


def _configure(replica_set: str, hosts: list[str]) -> None:
    """Initiates a fresh set, or tells a known one its new addresses."""
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
    """Raises while no member can be written to, or while one still copies its first data."""
    roles = []
    for host in hosts:
        with _direct(int(host.rpartition(":")[2])) as client:
            hello = client.admin.command("hello")
            roles.append((hello["isWritablePrimary"], hello["secondary"]))
    if not any(primary for primary, _ in roles) or (False, False) in roles:
        raise _Starting
