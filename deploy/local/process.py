"""A child process on a leash: started, asked to stop, killed when it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")
KILL_TIMEOUT_S = 10.0


def start(
    command: Sequence[str], output: Path, *, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Starts `command` (absolute path first) in a process group of its own, so that a Ctrl-C at the
    terminal reaches only the starter, which then stops its children in order.

    stdout and stderr are appended to `output`. The child is killed when the calling thread ends.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("ab") as sink:
        return subprocess.Popen(
            [sys.executable, "-SEs", str(LEASH), str(os.getpid()), *command],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            start_new_session=True,
        )


def stop(child: subprocess.Popen[bytes], *, timeout_s: float) -> None:
    """SIGTERM, then SIGKILL after `timeout_s`. A child that is gone already is fine."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout_s)
        except subprocess.TimeoutExpired:
            kill(child)


def kill(child: subprocess.Popen[bytes]) -> None:
    """SIGKILL and wait."""
    if child.poll() is None:
        child.kill()
        child.wait(KILL_TIMEOUT_S)


def tail(path: Path, *, lines: int = 10, bytes_max: int = 65_536) -> list[str]:
    """The last lines of a text file; none when there is no file."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - bytes_max))
            return file.read().decode(errors="replace").splitlines()[-lines:]
    except FileNotFoundError:
        return []
