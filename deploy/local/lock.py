"""Checks of the dependency locks: complete, hashed, and without any address."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

ADDRESS = re.compile(r"\w+://|--(?:index|extra-index|find-links|trusted-host)")
PINNED = re.compile(r"([A-Za-z0-9._-]+)==(\S+)")
NPM_LOCKS = ("bench/peers", "deploy/local/tools", "web")
LOCKS = {"base.txt": (), "dev.txt": ("local", "dev")}  # file and its extras


def problems(root: Path) -> list[str]:
    """One sentence for each problem of the locks of `root`."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    found = []
    for file, extras in LOCKS.items():
        text = (root / "requirements" / file).read_text()
        wanted = list(project["dependencies"])
        for extra in extras:
            wanted += project["optional-dependencies"][extra]
        found += [f"requirements/{file}: {problem}" for problem in problems_of(text, wanted)]
    node = (root / "requirements" / "node.in").read_text().split()
    text = (root / "requirements" / "node.txt").read_text()
    found += [f"requirements/node.txt: {problem}" for problem in problems_of(text, node)]
    for folder in NPM_LOCKS:
        text = (root / folder / "package-lock.json").read_text()
        found += [f"{folder}/package-lock.json: {problem}" for problem in npm_problems_of(text)]
    return found


def problems_of(lock: str, wanted: list[str]) -> list[str]:
    """The problems of one lock's text, which should hold the `wanted` requirements."""
    found, pinned = [], set()
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        if ADDRESS.search(block):
            found.append(f"names an address near {block.splitlines()[0]!r}")
        if match := PINNED.match(block):
            pinned.add(_name(match[1]))
            if "--hash=sha256:" not in block:
                found.append(f"{match[0]} has no hash")
    missing = sorted({_name(requirement) for requirement in wanted} - pinned)
    return found + [f"lacks {name}: run `make lock`" for name in missing]


def npm_problems_of(lock: str) -> list[str]:
    """The problems of the text of one package-lock.json."""
    packages = json.loads(lock)["packages"]
    found = [f"{name} has no hash" for name, of in packages.items() if name and not _hashed(of)]
    addressed = [name for name, of in packages.items() if ADDRESS.search(json.dumps(of))]
    return found + [f"names an address at {name or 'its root'}" for name in addressed]


def _hashed(package: dict[str, object]) -> bool:
    return str(package.get("integrity", "")).startswith("sha512-")


def _name(requirement: str) -> str:
    """The normalised name of a requirement (PEP 503)."""
    bare = re.split(r"[\[=<>!~; ]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", bare).lower()
