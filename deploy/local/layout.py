"""Checks of the layout in ARCHITECTURE.md that import contracts cannot make.

import-linter sees packages only, so no contract covers a folder without `__init__.py`. The tests of
a room are in a folder of its name. A file has at most 400 lines: a longer one has two subjects.
"""

from collections.abc import Iterator
from pathlib import Path

LINES_MAX = 400
CODE = ("services", "gateway")
SUITES = ("unit", "component", "contract")
SERVICES = ("members", "points", "feedback", "gateway")
GENERATED = ("protos/gen/",)


def problems(root: Path, files: list[str]) -> list[str]:
    """The problems of `files`, the paths below `root` that git lists; empty when there are none."""
    ours = [file for file in files if file.endswith(".py") and not file.startswith(GENERATED)]
    return [*_unseen(ours), *_strange_tests(root, ours), *_long(root, ours)]


def _unseen(files: list[str]) -> Iterator[str]:
    """Folders of code that import-linter does not see."""
    folders = {parent for file in files for parent in Path(file).parents}
    for folder in sorted(folders):
        if str(folder).startswith(CODE) and f"{folder}/__init__.py" not in files:
            yield f"{folder}: has no __init__.py, so no import contract sees it"


def _strange_tests(root: Path, files: list[str]) -> Iterator[str]:
    """Folders of tests for which there is no room of the same name."""
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
            yield f"{file}: {lines} lines; at most {LINES_MAX} are allowed"
