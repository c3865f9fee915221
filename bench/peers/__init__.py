"""The programs on Node with which Tessera is compared; bench/README.md describes their set-up."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
LOCK = FOLDER / "package-lock.json"
INSTALLED = FOLDER / "node_modules" / "installed.json"
"""A copy of the lock from which node_modules was installed."""
INSTALL_TIMEOUT_S = 300
NPM_CI = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def install() -> Path | None:
    """The node program, once everything in the lock is installed for it.

    None, with a word on stderr, where Node.js, npm or what npm fetches is not to be had.
    """
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        _without("Node.js 20 and npm are not installed here")
        return None
    if INSTALLED.exists() and INSTALLED.read_bytes() == LOCK.read_bytes():
        return Path(node)
    try:
        subprocess.run(
            NPM_CI,
            cwd=FOLDER,
            check=True,
            timeout=INSTALL_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
    except (subprocess.SubprocessError, OSError) as error:
        _without(f"npm could not install them ({error})")
        return None
    shutil.copyfile(LOCK, INSTALLED)
    return Path(node)


def version(package: str) -> str:
    """The version of `package` in the lock."""
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    return str(packages[f"node_modules/{package}"]["version"])


def _without(why: str) -> None:
    print(f"bench: going on without the Node peers, because {why}", file=sys.stderr)
