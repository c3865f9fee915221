"""The layout that ARCHITECTURE.md draws, as far as imports cannot show it.

import-linter sees packages only, so a folder without `__init__.py` would stand outside of every
contract. Tests stand under the names of what they test. A file longer than 400 lines holds a second
noun.
"""

from collections.abc import Iterator
from pathlib import Path

LINES_MAX = 400
CODE = ("services", "gateway")
SUITES = ("unit", "component", "contract")
SERVICES = ("members", "points", "feedback", "gateway")
GENERATED = ("protos/gen/",)


def problems(root: Path, files: list[str]) -> list[str]:
    """What is out of place among `files`, the paths below `root` that git keeps; empty: nothing."""
    kept = [file for file in files if file.endswith(".py") and not file.startswith(GENERATED)]
    return [*_unseen(kept), *_strange_tests(root, kept), *_long(root, kept)]


def _unseen(files: list[str]) -> Iterator[str]:
    """Folders of code that import-linter passes over."""
    folders = {parent for file in files for parent in Path(file).parents}
    for folder in sorted(folders):
        if str(folder).startswith(CODE) and f"{folder}/__init__.py" not in files:
            yield f"{folder}: has no __init__.py, so no import contract sees it"


def _strange_tests(root: Path, files: list[str]) -> Iterator[str]:
    """Folders of tests that have no room of their name."""
    folders = {Path(file).parent for file in files if file.startswith("tests/")}
    for folder in sorted(folders):
        _, suite, *place = (*folder.parts, "")
        if suite not in (*SUITES, "gateway"):
            continue
        service, room = ("gateway", place[0]) if suite == "gateway" else (*place, "", "")[:2]
        if service not in SERVICES or not room:
            continue
        code = Path("gateway") if service == "gateway" else Path("services") / service
        if not (root / code / room).exists() and not (root / code / f"{room}.py").exists():
            yield f"{folder}: there is no room {code / room}"


def _long(root: Path, files: list[str]) -> Iterator[str]:
    for file in files:
        lines = (root / file).read_text("utf-8").count("\n")
        if lines > LINES_MAX:
            yield f"{file}: {lines} lines; {LINES_MAX} are the most"
