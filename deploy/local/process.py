"""A child process that dies with its parent: launch it, ask it to stop, kill it if it does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PARENT_DEATH = Path(__file__).with_name("parent_death.py")
KILL_TIMEOUT_S = 10.0
LOG_BYTES_MAX = 10 << 20


@dataclass
class Child:
    """A process and the data to launch it again.

    `command` starts with an absolute path. stdout and stderr are appended to `output`. The process
    is killed when the thread that launched it ends. It has a session of its own, so that Ctrl-C at
    the terminal reaches only the launcher, which then stops its children in order.
    """

    name: str
    command: Sequence[str]
    output: Path
    env: Mapping[str, str] | None = None
    launched_at: float = field(default=0.0, init=False)  # time.monotonic()
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int:
        """The process id, also after its end; 0 before the first launch."""
        return self._running.pid if self._running else 0

    @property
    def exit_code(self) -> int | None:
        """None while it runs; a negative number is the signal that ended it."""
        return self._running.poll() if self._running else None

    def launch(self) -> None:
        """Starts the process and returns before it is ready. Rotates a long log first."""
        self.output.parent.mkdir(parents=True, exist_ok=True)
        rotate(self.output)
        with self.output.open("ab") as sink:
            self._running = subprocess.Popen(
                [sys.executable, "-SEs", str(PARENT_DEATH), str(os.getpid()), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=None if self.env is None else dict(self.env),
                start_new_session=True,
            )
        self.launched_at = time.monotonic()

    def alive(self) -> bool:
        """True if it was launched and has not ended."""
        return self._running is not None and self._running.poll() is None

    def signal(self, number: int) -> None:
        """Sends a signal, unless the process has ended."""
        if self._running is not None:
            self._running.send_signal(number)

    def stand_still(self) -> None:
        """Sends SIGSTOP, and returns once it stands still: until then it may answer a call."""
        self.signal(signal.SIGSTOP)
        if self._running is not None and self.alive():
            os.waitid(os.P_PID, self._running.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def ask_to_stop(self) -> None:
        """Sends SIGTERM, also to a paused process; returns at once."""
        self.signal(signal.SIGTERM)
        self.signal(signal.SIGCONT)

    def stop(self, *, timeout_s: float) -> None:
        """Sends SIGTERM, waits, and kills it after `timeout_s`. It may have ended already."""
        if self._running is None:
            return
        self.ask_to_stop()
        try:
            self._running.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Sends SIGKILL and waits for the end."""
        if self._running is not None and self.alive():
            self._running.kill()
            self._running.wait(KILL_TIMEOUT_S)


def rotate(log: Path) -> None:
    """Renames a log of more than 10 MB to `.1`, which replaces an older one."""
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_suffix(log.suffix + ".1"))


def tail(path: Path, *, lines: int = 10, bytes_max: int = 65_536) -> list[str]:
    """The last lines of a text file; none when there is no file or it can't be read."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - bytes_max))
            return file.read().decode(errors="replace").splitlines()[-lines:]
    except OSError:
        return []
