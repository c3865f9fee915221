"""Folders in memory for the servers of tests: their writes are as durable as a test can see.

A test kills processes and never cuts the power, so a file in memory outlives all that it does. On a
disk, each commit and each index of a new database waits for the disk.
"""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # Linux' files in memory; names are ours alone
NEEDED_BYTES = 6 << 30
"""The servers of all workers together take less; a smaller memory keeps them on the disk."""
PREFIX = "tessera-tests-"


def folder() -> Path | None:
    """A new folder of this process in memory; None where there is too little. The caller removes
    it; the folder of a process that was killed goes with the next call."""
    try:
        _remove_abandoned()
        if min(shutil.disk_usage(MEMORY).free, _available_bytes()) < NEEDED_BYTES:
            return None
        made = MEMORY / f"{PREFIX}{os.getpid()}"
        made.mkdir(mode=0o700)
    except OSError:
        return None
    return made


def _remove_abandoned() -> None:
    for left in MEMORY.glob(f"{PREFIX}*"):
        if not Path(f"/proc/{left.name.removeprefix(PREFIX)}").exists():
            shutil.rmtree(left, ignore_errors=True)


def _available_bytes() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return 0
