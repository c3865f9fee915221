"""The layout check finds each kind of problem, and each import contract fails when it is broken."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from deploy.local.layout import problems
from tests.paths import ROOT

LINT = Path(sys.executable).with_name("lint-imports")
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
]

# (contract, file, a line that breaks it)
BREACHES = [
    (
        "The floors of points",
        "services/points/ledger/domain/lots.py",
        "import services.points.refunds.domain",
    ),
    ("The floors of points", "services/points/unplanned/__init__.py", ""),
    (
        "The floors of members",
        "services/members/events/domain.py",
        "import services.members.tiers.domain",
    ),
    ("The floors of members", "services/members/helpers.py", ""),
    (
        "The floors of feedback",
        "services/feedback/analysis/domain/taxonomy.py",
        "import services.feedback.items.domain",
    ),
    ("The floors of the gateway", "gateway/core/ids.py", "import gateway.http.sse"),
    ("The floors of the gateway", "gateway/utils.py", ""),
    (
        "The floors of the schema",
        "gateway/schema/core/named.py",
        "import gateway.schema.points.points",
    ),
    (
        "services holds three services",
        "services/points/calendar/domain/month.py",
        "import services.members.vault",
    ),
    ("services holds three services", "services/billing/__init__.py", ""),
    ("Inside a room", "services/points/earning/helpers.py", ""),
    (
        "Inside a room",
        "services/points/refunds/domain/refund.py",
        "import services.points.refunds.commands",
    ),
    (
        "Domains know domains only",
        "services/points/refunds/domain/refund.py",
        "import services.points.ledger.commands.ledger",
    ),
    (
        "Commands know commands and domains",
        "services/points/refunds/commands.py",
        "import services.points.ledger.storage",
    ),
    (
        "Commands do not know the api",
        "services/points/refunds/commands.py",
        "import services.points.ledger.api",
    ),
    (
        "Storage and adapters know domains",
        "services/points/statements/storage/statements.py",
        "import services.points.ledger.commands",
    ),
    ("No circles among siblings", "services/common/ids.py", "import services.common.server"),
    ("The gateway imports no service", "gateway/core/ids.py", "import services.points.calendar"),
    ("Services import no gateway", "services/common/ids.py", "import gateway.core.ids"),
    (
        "The MongoDB driver is known to",
        "services/points/statements/storage/statements.py",
        "import pymongo",
    ),
    (
        "Commands hold no driver word and no protobuf",
        "services/points/refunds/commands.py",
        "import grpc",
    ),
    (
        "Domains import the standard library only",
        "services/points/refunds/domain/refund.py",
        "import services.common.ids",
    ),
]


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code, which tests break."""
    copy = tmp_path_factory.mktemp("code")
    for folder in ("services", "gateway"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "protos" / "gen", copy / "protos" / "gen")
    # By an id, one contract is checked without the others.
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for number, name in enumerate(CONTRACTS):
        text = text.replace(f'\nname = "{name}"', f'\nid = "{number}"\nname = "{name}"', 1)
    (copy / "pyproject.toml").write_text(text, "utf-8")
    return copy


def _broken(code: Path, contract: str = "") -> set[str]:
    """The names of broken contracts, of those that begin with `contract`."""
    asked = [n for n, name in enumerate(CONTRACTS) if contract and name.startswith(contract)]
    done = subprocess.run(
        [LINT, "--no-cache", *(f"--contract={number}" for number in asked)],
        check=False,
        cwd=code,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{code}:{code}/protos/gen", "COLUMNS": "200", "NO_COLOR": "1"},
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return {name for name in CONTRACTS if f"{name} BROKEN" in done.stdout}


def test_the_code_keeps_its_contracts(code: Path) -> None:
    assert _broken(code) == set()


@pytest.mark.parametrize(
    ("contract", "file", "line"), BREACHES, ids=[f"{c} / {f}" for c, f, _ in BREACHES]
)
def test_a_breach_is_named_by_its_contract(code: Path, contract: str, file: str, line: str) -> None:
    place = code / file
    before = place.read_text("utf-8") if place.exists() else None
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"{before or ''}\n{line}\n", "utf-8")
    try:
        assert _broken(code, contract)
    finally:
        if before is None:
            place.unlink()
            if not any(place.parent.iterdir()):
                place.parent.rmdir()
        else:
            place.write_text(before, "utf-8")


def test_every_contract_has_a_breach() -> None:
    tried = tuple(contract for contract, _, _ in BREACHES)
    assert [name for name in CONTRACTS if not name.startswith(tried)] == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for file in ("services/points/ledger/__init__.py", "tests/unit/points/ledger/test_lots.py"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).touch()
    return tmp_path


def _found(tree: Path) -> list[str]:
    files = [str(path.relative_to(tree)) for path in tree.rglob("*.py")]
    return problems(tree, files)


def _put(tree: Path, file: str, text: str = "") -> None:
    (tree / file).parent.mkdir(parents=True, exist_ok=True)
    (tree / file).write_text(text, "utf-8")


def test_files_in_their_places_are_no_problem(tree: Path) -> None:
    for folder in ("services", "services/points"):
        _put(tree, f"{folder}/__init__.py")
    assert _found(tree) == []


def test_a_folder_that_no_contract_sees_is_named(tree: Path) -> None:
    _put(tree, "services/points/ledger/domain/lots.py")
    assert "services/points/ledger/domain: has no __init__.py" in "\n".join(_found(tree))


@pytest.mark.parametrize(
    "folder", ["tests/unit/points/lotery", "tests/component/members/x", "tests/gateway/doors"]
)
def test_tests_of_a_missing_room_are_named(tree: Path, folder: str) -> None:
    _put(tree, f"{folder}/test_it.py")
    assert f"{folder}: there is no room" in "\n".join(_found(tree))


def test_a_file_of_more_than_400_lines_is_named(tree: Path) -> None:
    _put(tree, "services/points/ledger/long.py", "\n" * 401)
    assert "services/points/ledger/long.py: 401 lines; at most 400 are allowed" in _found(tree)


def test_aggregations_are_those_of_both_drivers() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "services").rglob("*.py")
        if path.name != "mongo.py"
        and re.search(r"(?<!mongo)\.aggregate\(", path.read_text("utf-8"))
    ]
    assert not found, "use `aggregate` of services/common/mongo.py"
