"""Starts the runner in the background and waits: `python -m deploy.local.up [--data DIR]`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.local import binaries, folder
from deploy.local.problem import StartProblem
from deploy.local.process import rotate

READY_TIMEOUT_S = 180.0
POLL_S = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when everything is ready; 1 and the runner's output when it ended."""
    parser = argparse.ArgumentParser(prog="make up")
    parser.add_argument("--data", default=".data")
    parser.add_argument("--ports", default="default")
    options = parser.parse_args(arguments)
    where = folder.resolve(options.data)
    try:
        binaries.check_directory(where.log("runner").parent)
        with where.held():
            pass  # raises when another runner uses it
    except StartProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    log = where.log("runner")
    rotate(log)
    log.touch(0o600)
    log.chmod(0o600)  # it has tokens in it
    offset = log.stat().st_size
    runner = _launch(where, options.ports, log)
    ready = _wait(where, runner)
    said = log.read_bytes()[offset:].decode(errors="replace").rstrip()
    if ready:
        print(f"{said}\nIt runs in the background: `make status`, `make logs`, `make down`.")
        return 0
    print(said, file=sys.stderr)
    return 1


def _launch(where: folder.Folder, ports: str, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "deploy.local.run", "--data", str(where.root)]
    with log.open("ab") as sink:
        return subprocess.Popen(
            [*command, "--ports", ports],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait(where: folder.Folder, runner: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + READY_TIMEOUT_S
    while runner.poll() is None and time.monotonic() < deadline:
        run = where.read()
        if run is not None and run.ready:
            return True
        time.sleep(POLL_S)
    if runner.poll() is None:
        runner.terminate()
    return False


if __name__ == "__main__":
    raise SystemExit(main())
