"""Each process, its port, health, uptime and memory: `python -m deploy.local.status`."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.local import folder, health
from deploy.local.folder import Run

HEADER = ("process", "pid", "port", "health", "uptime", "memory", "restarts")
UNITS_S = ((86_400, "d"), (3_600, "h"), (60, "min"))


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all is well, 1 when something is not, 3 when nothing runs."""
    parser = argparse.ArgumentParser(prog="make status")
    parser.add_argument("--data", default=".data")
    where = folder.resolve(parser.parse_args(arguments).data)
    run = where.read()
    if run is None:
        print(f"Nothing runs on {where.root}: `make run` or `make up` starts it.")
        return 3
    healths = asyncio.run(_healths(run))
    print(table([HEADER, *rows(run, healths, time.time())]))
    return 0 if all(word == "ok" for word in healths.values()) else 1


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def uptime(seconds: float) -> str:
    """12 s, 3 min, 2 h, 5 d."""
    for size, unit in UNITS_S:
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def memory(pid: int) -> str:
    """Resident memory in MB; a dash where the system has no /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return "-"
    for line in lines:
        if line.startswith("VmRSS:"):
            return f"{int(line.split()[1]) * 1024 / 1e6:.0f} MB"
    return "-"


async def _healths(run: Run) -> dict[str, str]:
    names = list(run.processes)
    asked = (health.answers(name, run.processes[name].port) for name in names)
    answers = await asyncio.gather(*asked)
    return {
        name: "ok" if good else run.processes[name].state.replace("ready", "not ready")
        for name, good in zip(names, answers, strict=True)
    }


def rows(run: Run, healths: dict[str, str], now_s: float) -> list[tuple[str, ...]]:
    """A row of the table for each process, as HEADER has it."""
    return [
        (
            name,
            str(process.pid or "-"),
            str(process.port),
            healths[name],
            uptime(now_s - process.started_at) if process.pid else "-",
            memory(process.pid) if process.pid else "-",
            str(process.restarts),
        )
        for name, process in run.processes.items()
    ]


if __name__ == "__main__":
    raise SystemExit(main())
