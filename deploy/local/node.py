"""Programs of Node.js: is it there, and are a folder's packages installed as its lock says."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

VERSION_MIN = 20
INSTALL_TIMEOUT_S = 300
INSTALLED = Path("node_modules", ".installed.json")
"""A copy of the lock that the packages were installed by."""


def missing() -> str:
    """Why nothing of Node.js can run here; "" when it can."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return "Node.js is absent: `apt-get install nodejs npm` installs it"
    said = _run([node, "--version"]).stdout.strip()
    if int(said.removeprefix("v").partition(".")[0] or 0) < VERSION_MIN:
        return f"Node.js is {said}, and {VERSION_MIN} is needed"
    return ""


def install(folder: Path) -> str:
    """Install a folder's packages with `npm ci` unless they are; why it failed, "" when not.

    No script of any package runs. What npm said stays in node_modules/install.log.
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
