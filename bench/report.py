"""Results as one JSON object a line, with machine and commit."""

import json
import os
import platform
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def line(name: str, value: float, unit: str, *, divided_by: str | None = None, **more: Any) -> None:
    """Print a result.

    A ratio has the unit "x" and says in `divided_by` what it was divided by, with that thing's own
    figure; a bare figure has none. `more` are further figures of the same run, units last in name.
    """
    result = {
        "name": name,
        "value": significant(value),
        "unit": unit,
        "divided_by": divided_by,
        **{key: _rounded(each) for key, each in more.items()},
        "machine": machine(),
        "commit": commit(),
    }
    print(json.dumps(result, ensure_ascii=False), flush=True)


def significant(value: float) -> float:
    """`value` with three significant digits, the precision of such machines; whole if large."""
    return round(value) if abs(value) >= 100 else float(f"{value:.3g}")


@cache
def machine() -> str:
    """Processor, cores that we may use, system and Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{cores} x {_processor()}, {system}, Python {platform.python_version()}"


@cache
def commit() -> str:
    """The current commit, with a + if tracked files differ from it; "unknown" without git."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for row in cpuinfo.read_text().splitlines():
            if row.startswith("model name"):
                return row.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _rounded(value: Any) -> Any:
    return significant(value) if isinstance(value, float) else value
