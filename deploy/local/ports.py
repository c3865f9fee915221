"""Ports of this machine: free ports, and the process that uses a taken port."""

from __future__ import annotations

import random
import socket
from contextlib import suppress
from pathlib import Path

from deploy.local.problem import StartProblem

HOST = "127.0.0.1"
LISTEN = "0A"  # the state of a listening socket in /proc/net/tcp


# Below the range that Linux gives to outgoing connections (32768 and up): one of those could take
# the port between here and the moment at which a server listens on it.
FREE = range(12_000, 32_000)
_TRIES = 200
_given: set[int] = set()


def free_port() -> int:
    """A port without a listener, which this process has not returned before.

    Raises StartProblem when none is found.
    """
    for _ in range(_TRIES):
        port = random.choice(FREE)
        if port not in _given and is_free(port):
            _given.add(port)
            return port
    raise StartProblem(f"No port from {FREE.start} to {FREE.stop} is free: stop some servers.")


def is_free(port: int) -> bool:
    """True if a server of ours could listen on `port`."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def claim(port: int, *, purpose: str) -> int:
    """`port` when it is free, or a free one when it is 0.

    Raises StartProblem when the port is taken; it names the process if the system shows it.
    """
    if port == 0:
        return free_port()
    if not is_free(port):
        raise StartProblem(taken(port, purpose=purpose, holder=holder_of(port)))
    return port


def taken(port: int, *, purpose: str, holder: str | None) -> str:
    """The sentence about a taken port."""
    by = f" by {holder}" if holder else ""
    return (
        f"Port {port} for {purpose} is taken{by}: stop that process (`make down` if it is an"
        " earlier Tessera), or take free ports with `make run PORTS=auto`."
    )


def holder_of(port: int) -> str | None:
    """`name (pid N)` of the process that listens on `port`, from /proc; None if unknown."""
    inodes = _listening_inodes(port)
    for process in Path("/proc").glob("[0-9]*") if inodes else ():
        if inodes & _open_files(process):
            name = (process / "comm").read_text().strip()
            return f"{name} (pid {process.name})"
    return None


def _open_files(process: Path) -> set[str]:
    """The targets of a process's file descriptors that are readable and still exist."""
    found = set()
    with suppress(OSError):
        for link in (process / "fd").iterdir():
            with suppress(OSError):
                found.add(str(link.readlink()))
    return found


def _listening_inodes(port: int) -> set[str]:
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for row in table.read_text().splitlines()[1:]:
            fields = row.split()
            if fields[3] == LISTEN and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(f"socket:[{fields[9]}]")
    return found
