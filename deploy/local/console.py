"""Builds the console and the H5: `python -m deploy.local.console`, quick when nothing changed.

A build is made aside and renamed, and a link names the newest: whoever serves it never sees half of
one. It imports nothing but the standard library, so that the image is built by it too.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from deploy.local import node

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
BUILDS = ROOT / ".tools" / "web"
CURRENT = BUILDS / "current"
"""The newest build: a link, once there is one."""
CONSOLE = CURRENT / "console"
H5 = CURRENT / "h5"
SCHEMA = ROOT / "gateway" / "schema.graphql"
NOT_IN_A_BUILD = frozenset({"node_modules", "dist", "e2e", "mini", "test", "tests", "test-results"})
"""Folders of web; the mini-program is built for WeChat, and no gateway serves it."""
TEST_SUFFIXES = (".test.ts", ".test.tsx")
NICENESS = 10


def wanted(env: Mapping[str, str] = os.environ) -> bool:
    """False by CONSOLE=off, and in a checkout without the console's sources."""
    return env.get("CONSOLE", "").lower() != "off" and has_sources()


def has_sources() -> bool:
    """False in a checkout that leaves the console out."""
    return (WEB / "console").is_dir()


def is_built() -> bool:
    """True when there is a build, be it of older sources."""
    return all((folder / "index.html").exists() for folder in (CONSOLE, H5))


def is_current() -> bool:
    """True when the newest build is of the present sources."""
    return is_built() and CURRENT.resolve().name == fingerprint()


def fingerprint() -> str:
    """A hash of all that a build depends on: Node.js, the packages, the sources, the schema."""
    digest = hashlib.sha256()
    for file in (node.LOCK, SCHEMA, *_sources()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT)}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def build() -> str:
    """Builds both unless their build is current; the reason of a failure, or "".

    Calls at once build once. The output of a build that failed is in .tools/web/build.log.
    """
    with node.alone(BUILDS.with_name("web.lock")):
        if is_current():
            return ""
        if reason := node.install(WEB, for_tests=False):
            return reason
        name = fingerprint()  # sources that change from now on make another build
        BUILDS.mkdir(exist_ok=True)
        dist = WEB / "dist"
        shutil.rmtree(dist, ignore_errors=True)
        try:
            done = node.run(["npm", "run", "build"], WEB)
        except subprocess.TimeoutExpired:
            return f"the build took more than {node.INSTALL_TIMEOUT_S} s"
        (BUILDS / "build.log").write_text(done.stdout)
        pages = [dist / each.name / "index.html" for each in (CONSOLE, H5)]
        if done.returncode != 0 or not all(page.exists() for page in pages):
            return "the build failed: look at .tools/web/build.log"
        _publish(dist, name)
        return ""


def _publish(dist: Path, name: str) -> None:
    before = CURRENT.resolve().name if is_built() else ""
    partial = BUILDS / f"{name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(BUILDS / name, ignore_errors=True)
    shutil.copytree(dist, partial)
    partial.rename(BUILDS / name)
    link = BUILDS / "current.partial"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(CURRENT)
    for folder in BUILDS.iterdir():
        # The build before stays: a gateway may be reading it now.
        if folder.is_dir() and not folder.is_symlink() and folder.name not in (name, before):
            shutil.rmtree(folder, ignore_errors=True)


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - NOT_IN_A_BUILD)
        for name in sorted(files):
            if not name.endswith(TEST_SUFFIXES):
                yield Path(folder, name)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the build is current; 1 and the reason on stderr."""
    parser = argparse.ArgumentParser(prog="make console")
    parser.add_argument("--into", help="copy both into this folder, which must not exist")
    into = parser.parse_args(arguments).into
    with suppress(OSError):
        os.nice(NICENESS)
    started = time.monotonic()
    built_before = is_built() and is_current()
    if reason := build():
        print(f"The console could not be built: {reason}.", file=sys.stderr)
        return 1
    took = "" if built_before else f" (built in {time.monotonic() - started:.1f} s)"
    print(f"The console is current{took}.")
    if into is not None:
        shutil.copytree(CURRENT.resolve(), into)
    return 0


if __name__ == "__main__":
    sys.exit(main())
