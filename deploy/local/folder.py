"""The data folder of one suite: its files, and the runner that uses it."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from deploy.local.problem import StartProblem

HIDDEN = "***"
PASSWORD = re.compile(r"^([^:]+://[^/@:]*:)(?:[^?]*)@")
"""Also one that is not escaped as a URL asks."""
STORE_LOGS = {"mongo": "mongo/0/mongod.log", "redis": "redis/redis.log"}


@dataclass
class Running:
    """One process, as `make status` shows it. Times are seconds since the epoch."""

    pid: int  # 0 while it does not run
    port: int
    state: str  # starting, ready, restarting, waiting, failed, stopped
    started_at: float
    restarts: int = 0


@dataclass
class Run:
    """The state that the runner publishes to the other commands, in run.json."""

    pid: int
    ready: bool
    ports: dict[str, int]
    # Without a password, which is in the environment of the runner and nowhere else.
    mongo_url: str
    redis_url: str
    processes: dict[str, Running] = field(default_factory=dict)


@dataclass(frozen=True)
class Folder:
    """`.data`, or another one."""

    root: Path

    @property
    def mongo(self) -> Path:
        """MongoDB's data."""
        return self.root / "mongo"

    @property
    def redis(self) -> Path:
        """Redis' snapshot."""
        return self.root / "redis"

    @property
    def objects(self) -> Path:
        """Uploaded objects."""
        return self.root / "objects"

    @property
    def keys(self) -> Path:
        """Development keys; never used in a cluster."""
        return self.root / "keys"

    @property
    def issuer(self) -> Path:
        """Keys of the local issuer of operators, apart from our own."""
        return self.root / "issuer"

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.root / STORE_LOGS.get(name, f"logs/{name}.log")

    def write(self, run: Run) -> None:
        """Replaces the whole run.json, so that no reader sees a part of it; for its owner only."""
        partial = self.root / "run.json.partial"
        with open(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(json.dumps(asdict(run), indent=1))
        partial.replace(self.root / "run.json")

    def read(self) -> Run | None:
        """The suite that runs on this folder now; None if there is none."""
        try:
            with (self.root / "run.lock").open() as lock:
                if _try_lock(lock.fileno()):
                    return None
            known: dict[str, Any] = json.loads((self.root / "run.json").read_text())
        except FileNotFoundError:
            return None
        known["processes"] = {name: Running(**p) for name, p in known["processes"].items()}
        return Run(**known)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Locks the folder for one runner; the system frees it, however the runner ends.

        Raises StartProblem when another runner uses it.
        """
        with (self.root / "run.lock").open("w") as lock:
            if not _try_lock(lock.fileno()):
                run = self.read()
                by = f" (pid {run.pid})" if run else ""
                raise StartProblem(
                    f"Tessera runs on {self.root} already{by}: see `make status`, stop it with"
                    " `make down`, or start a second one with `make run DATA=folder PORTS=auto`."
                )
            (self.root / "run.json").unlink(missing_ok=True)
            yield
            (self.root / "run.json").unlink(missing_ok=True)


def without_password(url: str) -> str:
    """`url` with *** for the password in it."""
    return PASSWORD.sub(f"\\g<1>{HIDDEN}@", url)


def resolve(path: str) -> Folder:
    """The folder as an absolute path, so that children with another working folder find it."""
    return Folder(Path(os.path.abspath(path)))


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
