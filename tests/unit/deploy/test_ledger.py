"""The operators' commands of points, on the suite that runs here."""

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local import ledger
from deploy.local.folder import Folder, without_password
from deploy.local.problem import StartProblem
from tests.unit.deploy.test_folder import RUN

PORTS = {"members": 1, "points": 2, "feedback": 3, "gateway": 4}


def test_they_look_at_the_database_of_the_run_on_the_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.held():
        folder.write(replace(RUN, ports=PORTS))
        variables = ledger.environment(folder)
    assert variables["TESSERA_MONGO_URL"] == RUN.mongo_url
    assert variables["TESSERA_MONGO_DB"] == "points"


def test_a_password_comes_from_the_environment_and_is_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "mongodb://me:s3cret@db:1/?replicaSet=rs0"
    folder = Folder(tmp_path)
    with folder.held():
        folder.write(replace(RUN, ports=PORTS, mongo_url=without_password(url)))
        for own in ("", "mongodb://me:s3cret@other:1/"):
            monkeypatch.setenv("TESSERA_MONGO_URL", own)
            with pytest.raises(StartProblem, match="TESSERA_MONGO_URL is needed"):
                ledger.environment(folder)
        monkeypatch.setenv("TESSERA_MONGO_URL", url)
        assert ledger.environment(folder)["TESSERA_MONGO_URL"] == url


def test_where_nothing_runs_they_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StartProblem, match="make up"):
        ledger.environment(Folder(tmp_path))
    assert ledger.main(["verify", "--data", str(tmp_path)]) == 2
    assert "Nothing runs on" in capsys.readouterr().err
