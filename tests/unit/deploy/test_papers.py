"""The papers name existing files and targets of the Makefile."""

import re
from pathlib import Path

import pytest

from tests.paths import ROOT

PAPERS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", "deploy/README.md"]
TOP = "services|gateway|protos|deploy|tests|bench|examples|requirements"
PATH = re.compile(rf"`((?:{TOP})/[\w./-]*[\w/])`")
COMMAND = re.compile(r"`make ([a-z-]+)")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_names_existing_files(paper: str) -> None:
    text = (ROOT / paper).read_text("utf-8")
    folder = (ROOT / paper).parent
    missing = [path for path in PATH.findall(text) if not _exists(ROOT, path)]
    missing += [path for path in LINK.findall(text) if not _exists(folder, path)]
    assert not missing, f"{paper} names what is not there: {missing}"


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_names_existing_make_targets(paper: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    named = set(COMMAND.findall((ROOT / paper).read_text("utf-8")))
    assert named <= targets


def _exists(root: Path, path: str) -> bool:
    return (root / path.strip()).exists()
