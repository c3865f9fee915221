"""Node.js: checks that it is present, and installs a folder's packages from its lock."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

VERSION_MIN = 20
INSTALL_TIMEOUT_S = 300
INSTALLED = Path("node_modules", ".installed.json")
"""A copy of the lock from which the packages were installed."""


def missing() -> str:
    """The reason why Node.js can't run here; "" if it can."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return "Node.js is absent: `apt-get install nodejs npm` installs it"
    said = _run([node, "--version"]).stdout.strip()
    if int(said.removeprefix("v").partition(".")[0] or 0) < VERSION_MIN:
        return f"Node.js is {said}, and {VERSION_MIN} is needed"
    return ""


def install(folder: Path) -> str:
    """Install a folder's packages with `npm ci`, unless they are installed.

    Returns the reason of a failure, or "". No script of a package runs. The output of npm is in
    node_modules/install.log.
    """
    if reason := missing():
        return reason
    lock = (folder / "package-lock.json").read_bytes()
    installed = folder / INSTALLED
    if installed.exists() and installed.read_bytes() == lock:
        return ""
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    try:
        done = _run(command, folder)
    except subprocess.TimeoutExpired:
        return f"`npm ci` took more than {INSTALL_TIMEOUT_S} s"
    (folder / "node_modules").mkdir(exist_ok=True)
    (folder / "node_modules" / "install.log").write_text(done.stdout)
    if done.returncode != 0:
        return "`npm ci` failed (often the network): look at node_modules/install.log"
    installed.write_bytes(lock)
    return ""


def _run(command: list[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**os.environ, "CI": "true", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=INSTALL_TIMEOUT_S,
    )
